import { refuse } from "@nadir/domain";

/** Outcome flags: 1 or true = has the outcome. */
export type Flags = ArrayLike<0 | 1 | boolean | number>;
export type Numbers = ArrayLike<number>;

/** Refuses what is not a finite number, naming the 1-based position. */
export function checkedNumbers(values: Numbers, name: string): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (typeof v !== "number" || !Number.isFinite(v))
      refuse(
        "NOT_A_NUMBER",
        `${name}: value ${i + 1} is ${String(v)}; give a finite number or leave the subject out.`,
        {
          found: String(v),
          expected: "a finite number",
        },
      );
    out[i] = v;
  }
  return out;
}

/** Refuses what is not 0/1 or false/true, naming the 1-based position. */
export function checkedFlags(values: Flags, name: string): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v === 1 || v === true) out[i] = 1;
    else if (v !== 0 && v !== false)
      refuse("NOT_A_FLAG", `${name}: value ${i + 1} is ${String(v)}; give 0 or 1.`, {
        found: String(v),
        expected: "0 or 1",
      });
  }
  return out;
}

/** Refuses columns of different lengths. */
export function checkSameLength(columns: Readonly<Record<string, ArrayLike<unknown>>>): number {
  const entries = Object.entries(columns);
  const n = entries[0]?.[1].length ?? 0;
  const odd = entries.find(([, c]) => c.length !== n);
  if (odd)
    refuse(
      "LENGTHS_DIFFER",
      `'${entries[0]?.[0]}' has ${n} values and '${odd[0]}' has ${odd[1].length}; give one value a subject in each.`,
    );
  return n;
}

/** Refuses a confidence level outside (0, 1). */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1))
    refuse("LEVEL_OUT_OF_RANGE", `The confidence level is ${level}; give a number between 0 and 1, e.g. 0.95.`, {
      found: String(level),
    });
}
