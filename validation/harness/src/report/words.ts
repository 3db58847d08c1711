import type { Exclusions, Figure, TestResult } from "@nadir/domain";

/** Numbers as the report writes them. The result document keeps them whole. */

export const number = (value: number, digits = 2): string => value.toFixed(digits).replace("-", "−");

/** `0.78 (0.53 to 0.91)`; `1.00 (no interval)`; `not estimable`. Minus is U+2212. */
export function withInterval(f: Figure, digits = 2): string {
  if (f.value === null) return "not estimable";
  if (f.level === null) return `${number(f.value, digits)} (no interval)`;
  return `${number(f.value, digits)} (${limit(f.lower, digits)} to ${limit(f.upper, digits)})`;
}

const limit = (value: number | null, digits: number): string => (value === null ? "–" : number(value, digits));

/** A proportion in per cent with its interval. */
export function percentWithInterval(f: Figure): string {
  if (f.value === null) return "not estimable";
  const p = (x: number) => (100 * x).toFixed(0);
  if (f.level === null || f.lower === null || f.upper === null) return `${p(f.value)} %`;
  return `${p(f.value)} % (${p(f.lower)} to ${p(f.upper)})`;
}

/** The same without the sign, for a column that names it. */
export const inPercent = (f: Figure): string => percentWithInterval(f).replace(" %", "");

export const noteOf = (f: Figure): string => (f.note === null ? "" : sentence(f.note));

export const sentence = (text: string): string => {
  const trimmed = text.trim();
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.?!]$/.test(first) ? first : `${first}.`;
};

export const pValue = (p: number | null): string => (p === null ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3));

export const testInWords = (t: TestResult): string =>
  t.p === null
    ? `not estimable: ${(t.note ?? "").replace(/[.]$/, "")}`
    : `p ${t.p < 0.001 ? "< 0.001" : `= ${t.p.toFixed(3)}`}`;

/** `2026-01-31 10:00:00 UTC` of an ISO instant. */
export const instant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export const days = (f: Figure): string =>
  f.value === null
    ? "not reached"
    : `${number(f.value, 0)} d${f.lower === null && f.upper === null ? "" : ` (${f.lower === null ? "–" : number(f.lower, 0)} to ${f.upper === null ? "not reached" : number(f.upper, 0)})`}`;

/** `2 without a prediction, 19 with the event by the landmark`, or `nobody`. */
export function excludedInWords(e: Exclusions): string {
  const parts = [
    [e.notComputable, "not computable"],
    [e.outcomeUnknown, "with unknown outcome"],
    [e.eventAtOrBeforeLandmark, "with the event by the landmark"],
    [e.censoredAtOrBeforeLandmark, "last seen by the landmark"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return said.length === 0 ? "nobody" : said.join(", ");
}

export const setName = (set: "training" | "test"): string => (set === "test" ? "Test" : "Development");
