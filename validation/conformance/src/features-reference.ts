import { refuse } from "@nadir/domain";

/** One expected value and how far a computed one may be from it. */
export interface Expected {
  readonly key: string;
  readonly value: number;
  /** Largest allowed difference. */
  readonly tolerance: number;
  /** Also right when it rounds to `value` at this many significant digits; null where rounding is no excuse. */
  readonly digits: number | null;
}

/** An outside table: the values it gives, and the features it names without giving one. */
export interface Reference {
  readonly kind: "ibsi" | "pyradiomics";
  readonly expected: readonly Expected[];
  readonly withoutValue: readonly string[];
}

export interface Slack {
  readonly relative?: number | undefined;
  readonly absolute?: number | undefined;
}

/** A tolerance for all values, and others for those of filtered images. */
export interface CaseTolerance extends Slack {
  readonly wavelet?: Slack | undefined;
  readonly log?: Slack | undefined;
}

/**
 * A reference from its text: an IBSI CSV (`reference value;tolerance;tag`, its own tolerances hold) or a
 * PyRadiomics-style JSON (name → value, flat or under `original`, `wavelet`, `log`; the case's tolerance holds).
 * Refuses `BAD_REFERENCE`.
 */
export function parseReference(name: string, text: string, tolerance: CaseTolerance): Reference {
  return text.trimStart().startsWith("{") ? fromJson(name, text, tolerance) : fromCsv(name, text);
}

function fromCsv(name: string, text: string): Reference {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header = lines[0]!.split(";").map((c) => c.trim());
  const [v, t, k] = ["reference value", "tolerance", "tag"].map((c) => header.indexOf(c)) as [number, number, number];
  if (v < 0 || t < 0 || k < 0)
    refuse("BAD_REFERENCE", `${name} is no IBSI reference table: its first line is '${lines[0]}'.`, {
      where: { file: name, row: 1 },
      expected: "reference value;tolerance;tag",
    });
  const expected: Expected[] = [];
  const withoutValue: string[] = [];
  for (const [n, line] of lines.entries()) {
    if (n === 0 || line.trim() === "") continue;
    const cells = line.split(";").map((c) => c.trim());
    const key = cells[k] ?? "";
    const stated = cells[v] ?? "";
    if (stated === "") {
      withoutValue.push(key);
      continue;
    }
    const value = Number(stated);
    const slack = Number(cells[t]);
    if (key === "" || !Number.isFinite(value) || !Number.isFinite(slack))
      refuse("BAD_REFERENCE", `${name}, row ${n + 1}: '${line}' is not 'number;number;tag'.`, {
        where: { file: name, row: n + 1 },
        found: line,
      });
    expected.push({ key, value, tolerance: slack, digits: Math.max(3, significantDigits(stated)) });
  }
  return { kind: "ibsi", expected, withoutValue };
}

/** Zeros that end a whole number only hold its place: 1490 is given to three digits. */
function significantDigits(text: string): number {
  const mantissa = text.replace(/e.*$/i, "");
  const digits = mantissa.replace(/[^0-9]/g, "").replace(/^0+/, "");
  return mantissa.includes(".") ? digits.length : digits.replace(/0+$/, "").length;
}

function fromJson(name: string, text: string, tolerance: CaseTolerance): Reference {
  const document = JSON.parse(text) as Record<string, unknown>;
  const isTable = (x: unknown): x is Record<string, unknown> =>
    typeof x === "object" && x !== null && !Array.isArray(x);
  const tables = ["original", "wavelet", "log"].map((part) => document[part]).filter(isTable);
  const expected: Expected[] = [];
  for (const table of tables.length > 0 ? tables : [document])
    for (const [key, value] of Object.entries(table)) {
      if (typeof value !== "number" || key.startsWith("diagnostics_")) continue;
      const own = key.startsWith("wavelet") ? tolerance.wavelet : key.startsWith("log-") ? tolerance.log : undefined;
      const { relative = 1e-9, absolute = 1e-12 } = { ...tolerance, ...own };
      expected.push({ key, value, tolerance: Math.max(absolute, relative * Math.abs(value)), digits: null });
    }
  if (expected.length === 0)
    refuse("BAD_REFERENCE", `${name} holds no feature value; it must be an object of names and numbers.`, {
      where: { file: name },
    });
  return { kind: "pyradiomics", expected, withoutValue: [] };
}

/** Whether a computed value meets the expectation. */
export function meets({ value, tolerance, digits }: Expected, got: number): boolean {
  // The slack is for the last bit of reading "0.1" and "0.4" as binary numbers.
  if (Math.abs(got - value) <= tolerance * (1 + 1e-12) + 1e-15 * Math.abs(value)) return true;
  return digits !== null && Number(got.toPrecision(digits)) === value;
}
