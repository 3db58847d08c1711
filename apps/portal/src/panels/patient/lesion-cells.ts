import type { Patient } from "@nadir/api/read";
import { fragmentSizes } from "@nadir/domain";

type Measurement = Patient["measurements"][number];

const statusWords: Readonly<Record<NonNullable<Measurement["status"]>, string>> = {
  absent: "absent",
  "too-small": "too small",
  "not-evaluable": "not evaluable",
  "not-imaged": "not imaged",
  merged: "merged",
  treated: "treated",
  present: "present",
  increased: "increased",
  "unequivocal-progression": "unequivocal progression",
};

export interface LesionCell {
  readonly text: string;
  /** True where the platform derived the figure (from a mask), false where a person or a source entered it. */
  readonly isComputed: boolean;
  readonly hint: string;
  /** Further reads of the same lesion at the same visit. */
  readonly others: number;
}

/** One lesion at one visit: the entered read first, what was derived from a mask only where there is no other. */
export function lesionCell(measurements: readonly Measurement[], isNode: boolean): LesionCell | null {
  const entered = measurements.filter((m) => m.method !== "derived-from-mask");
  const shown = entered[0] ?? measurements[0];
  if (!shown) return null;
  const hint = [
    `read by ${shown.reader}`,
    shown.method === "entered" ? "entered" : shown.method,
    shown.sourceValue === undefined ? "" : `the source says '${shown.sourceValue}'`,
  ].filter(Boolean);
  return {
    text: sizeText(shown, isNode),
    isComputed: shown.method === "derived-from-mask",
    hint: hint.join("; "),
    others: measurements.length - 1,
  };
}

function sizeText(m: Measurement, isNode: boolean): string {
  if (m.status) return statusWords[m.status];
  const figure = (value: number) => String(Math.round(value * 1000) / 1000);
  if (m.parts)
    return m.parts.map((part) => sizeText({ ...m, parts: undefined, ...fragmentSizes(part) }, isNode)).join(" + ");
  if (m.longestMm !== undefined && m.shortMm !== undefined) return `${figure(m.longestMm)} × ${figure(m.shortMm)}`;
  if (isNode && m.shortMm !== undefined) return `${figure(m.shortMm)} short axis`;
  if (m.longestMm !== undefined) return figure(m.longestMm);
  if (m.shortMm !== undefined) return `${figure(m.shortMm)} short axis`;
  if (m.volumeMm3 !== undefined) return `${figure(m.volumeMm3 / 1000)} mL`;
  return "";
}
