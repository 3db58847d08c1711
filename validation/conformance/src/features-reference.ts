import { refuse } from "@nadir/domain";
import { fromJson } from "./features-reference-json.ts";
import type { CaseTolerance, Expected, Reference } from "./features-reference-shape.ts";

/**
 * A reference from its text: an IBSI table (`reference value;tolerance;tag`, or IBSI 2's with `filter_id`, of which the
 * rows of `setting` are read; its own tolerances hold) or a PyRadiomics-style JSON (name → value, flat or under
 * `original`, `wavelet`, `log`; the case's tolerance holds). Refuses `BAD_REFERENCE`.
 */
export function parseReference(name: string, text: string, tolerance: CaseTolerance, setting?: string): Reference {
  return text.trimStart().startsWith("{") ? fromJson(name, text, tolerance) : fromCsv(name, text, setting);
}

const COLUMNS = {
  value: ["reference value", "consensus_value", "reference_value", "consensus value", "value"],
  tolerance: ["tolerance", "tolerance_margin", "tolerance margin"],
  tag: ["tag", "feature_tag", "key"],
  filter: ["filter_id", "filter id"],
} as const;

function fromCsv(name: string, text: string, setting: string | undefined): Reference {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const separator = lines[0]!.includes(";") ? ";" : ",";
  const header = lines[0]!.split(separator).map((c) => c.trim().toLowerCase());
  const column = (names: readonly string[]): number => header.findIndex((c) => names.includes(c));
  const [v, t, k, f] = [COLUMNS.value, COLUMNS.tolerance, COLUMNS.tag, COLUMNS.filter].map(column) as [
    number,
    number,
    number,
    number,
  ];
  if (v < 0 || t < 0 || k < 0)
    refuse("BAD_REFERENCE", `${name} is no IBSI reference table: its first line is '${lines[0]}'.`, {
      where: { file: name, row: 1 },
      expected: "reference value;tolerance;tag",
    });
  const expected: Expected[] = [];
  const withoutValue: string[] = [];
  for (const [n, line] of lines.entries()) {
    if (n === 0 || line.trim() === "") continue;
    const cells = line.split(separator).map((c) => c.trim());
    if (f >= 0 && setting !== undefined && cells[f] !== setting) continue;
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
  if (expected.length + withoutValue.length === 0)
    refuse("BAD_REFERENCE", `${name} has no row${f >= 0 ? ` of the filter setting '${setting}'` : ""}.`, {
      where: { file: name },
    });
  return { kind: "ibsi", expected, withoutValue, settings: null };
}

/** Zeros that end a whole number only hold its place: 1490 is given to three digits. */
function significantDigits(text: string): number {
  const mantissa = text.replace(/e.*$/i, "");
  const digits = mantissa.replace(/[^0-9]/g, "").replace(/^0+/, "");
  return mantissa.includes(".") ? digits.length : digits.replace(/0+$/, "").length;
}

/** Whether a computed value meets the expectation. */
export function meets({ value, tolerance, digits }: Expected, got: number): boolean {
  // The slack is for the last bit of reading "0.1" and "0.4" as binary numbers.
  if (Math.abs(got - value) <= tolerance * (1 + 1e-12) + 1e-15 * Math.abs(value)) return true;
  return digits !== null && Number(got.toPrecision(digits)) === value;
}
