/**
 * Exact decimals. A recorded length is held as a whole number of 10^-d mm, with one d for the whole course, so that sums
 * and threshold comparisons are integer arithmetic and 70.1 never becomes 70.09999. A number while it is a safe integer,
 * a bigint beyond: comparisons between the two are exact in JavaScript.
 */
export type Exact = number | bigint;

const settle = (value: bigint): Exact =>
  value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;

export function add(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return settle(BigInt(a) + BigInt(b));
}

export function subtract(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return settle(BigInt(a) - BigInt(b));
}

export function multiply(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return settle(BigInt(a) * BigInt(b));
}

/** 10^decimals. */
export function powerOfTen(decimals: number): Exact {
  return decimals <= 15 ? 10 ** decimals : 10n ** BigInt(decimals);
}

/** Decimal places of a finite number as it is written: 70.1 has 1, 1e-7 has 7, 120 has 0. */
export function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  // The double nearest to k/10^d is written with at most d places; recorded lengths have one or two.
  if (Math.abs(value) < 1e6) for (let d = 1; d <= 3; d++) if (Math.round(value * 10 ** d) / 10 ** d === value) return d;
  const [digits = "", exponent = "0"] = String(value).split("e");
  const point = digits.indexOf(".");
  const written = point < 0 ? 0 : digits.length - point - 1;
  return Math.max(0, written - Number(exponent));
}

/** The number in units of 10^-decimals; exact when it has no more than `decimals` places. */
export function toExact(value: number, decimals: number): Exact {
  if (Number.isInteger(value)) return multiply(value, powerOfTen(decimals));
  const scaled = value * 10 ** decimals;
  // Below 2^50 the product is off by less than a quarter, so rounding gives the integer that was meant.
  if (Math.abs(scaled) < 2 ** 50) return Math.round(scaled);
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const shift = decimals - fraction.length + Number(exponent);
  return settle(BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, shift)));
}

/** Back to a number for display: the double nearest to the exact value. */
export function toNumber(value: Exact, decimals: number): number {
  if (typeof value === "number" && decimals <= 22) return value / 10 ** decimals;
  return Number(`${value}e-${decimals}`);
}
