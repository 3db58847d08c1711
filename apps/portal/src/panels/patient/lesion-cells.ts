import type { Patient } from "@nadir/api/read";
import { FROM_MASK, fragmentSizes, UNNAMED_READER } from "@nadir/domain";

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
  /** False where the reading that stands has not measured it, and another's figure is shown. */
  readonly isStanding: boolean;
  /** Further reads of the same lesion at the same visit. */
  readonly others: number;
}

/**
 * Of a lesion's measurements at one visit the one that the response is judged from: of the reader whose reading stands, what
 * was entered before what was derived from a mask. Of a lesion that the standing reading has not, another's.
 */
export function standingMeasurement(
  measurements: readonly Measurement[],
  readBy: string | null,
): Measurement | undefined {
  const rank = (m: Measurement) =>
    (m.reader === readBy ? 0 : 3) + (m.method === "entered" ? 0 : m.method === FROM_MASK ? 2 : 1);
  return [...measurements].sort((a, b) => rank(a) - rank(b))[0];
}

/** A lesion that every reader reads, or one that the reader chose whose reading stands: the others are in no sum. */
export const isOfReading = ({ reader }: Patient["lesions"][number], readBy: string | null): boolean =>
  reader === undefined || reader === readBy;

/** One lesion at one visit by the measurement that stands. */
export function lesionCell(
  measurements: readonly Measurement[],
  { isNode, readBy }: { isNode: boolean; readBy: string | null },
): LesionCell | null {
  const shown = standingMeasurement(measurements, readBy);
  if (!shown) return null;
  const hint = [
    `${shown.reader === UNNAMED_READER ? "no reader named" : `read by ${shown.reader}`}${shown.reader === readBy ? "" : ", not in the reading that the responses are judged from"}`,
    shown.method === "entered" ? "entered" : shown.method,
    shown.sourceValue === undefined ? "" : `the source says '${shown.sourceValue}'`,
  ].filter(Boolean);
  return {
    text: sizeText(shown, isNode),
    isComputed: shown.method === FROM_MASK,
    hint: hint.join("; "),
    isStanding: shown.reader === readBy,
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
