import type { Patient } from "@nadir/api/read";
import { fragmentSizes } from "@nadir/domain";
import { unitOf } from "@nadir/response";
import { primaryAssessment } from "../patient/spider-data.ts";

type Measurement = Patient["measurements"][number];
type Fragment = Partial<Pick<Measurement, "longestMm" | "shortMm" | "volumeMm3">>;
type Unit = ReturnType<typeof unitOf>;

/** How a lesion's size is written. */
export const LESION_SIZES = {
  mm: { unit: "mm", digits: 0, words: "longest diameter, of nodes the short axis, mm" },
  mm2: { unit: "mm²", digits: 0, words: "product of the two diameters, mm²" },
  mm3: { unit: "mL", digits: 1, words: "volume, mL" },
} as const;

/** What a criterion adds up of a lesion, in mm, mm² or mL; of one that has split the sum of its parts. Null where it is not known. */
export function lesionSize(measurement: Measurement, unit: Unit, isNode: boolean): number | null {
  const parts: readonly Fragment[] = measurement.parts?.map(fragmentSizes) ?? [measurement];
  return parts.reduce<number | null>((sum, part) => {
    const size = sizeOf(part, unit, isNode);
    return sum === null || size === null ? null : sum + size;
  }, 0);
}

function sizeOf({ longestMm, shortMm, volumeMm3 }: Fragment, unit: Unit, isNode: boolean): number | null {
  if (unit === "mm3") return volumeMm3 === undefined ? null : volumeMm3 / 1000;
  if (unit === "mm2") return longestMm === undefined || shortMm === undefined ? null : longestMm * shortMm;
  return (isNode ? (shortMm ?? longestMm) : longestMm) ?? null;
}

/** What the criterion in force adds up, as far as anything was measured so; else diameters, else volumes. */
export function unitOfLesions(patient: Patient, measurements: readonly Measurement[]): Unit {
  const primary = primaryAssessment(patient);
  const wanted: readonly Unit[] = [...(primary ? [unitOf(primary.outcome)] : []), "mm", "mm3"];
  return wanted.find((unit) => measurements.some((m) => lesionSize(m, unit, true) !== null)) ?? "mm";
}
