/** One line of evidence: a figure with what it means, or what would have to be recorded for it. */
export interface EvidenceItem {
  readonly id: string;
  readonly group: "Growth" | "Time and field" | "Images" | "Blood" | "Patient";
  readonly name: string;
  /** Null where it cannot be told; then `missing` says what is lacking. */
  readonly value: string | null;
  /** Beside the value: from what to what, in which lesion. */
  readonly note: string;
  readonly missing: string | null;
  /** Learnt at a later scan: it was not known on the day of the visit. */
  readonly later: boolean;
}

const blank = { note: "", missing: null, later: false } as const;

export const item = (
  id: string,
  group: EvidenceItem["group"],
  name: string,
  value: string,
  note = "",
  later = false,
): EvidenceItem => ({ ...blank, id, group, name, value, note, later });

export const lacking = (id: string, group: EvidenceItem["group"], name: string, missing: string): EvidenceItem => ({
  ...blank,
  id,
  group,
  name,
  value: null,
  missing,
});

/** `+12 %`, `−3.4 %`, `0 %`: whole per cents from 10 on. */
export function signedPercent(percent: number): string {
  const size = Math.abs(percent);
  const text = size >= 10 ? size.toFixed(0) : size.toFixed(1).replace(/\.0$/, "");
  return `${Number(text) === 0 ? "" : percent > 0 ? "+" : "−"}${text} %`;
}

/** Three significant digits, without an exponent where one can read it without. */
export const figure = (value: number): string => String(Number(value.toPrecision(3))).replace("-", "−");
