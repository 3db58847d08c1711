import type { ReferenceRole } from "@nadir/domain";
import { type Volume, voxelVolumeMm3 } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { localIntensity } from "../intensity/local-intensity.ts";
import { type Outcome, ratio } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { meanOf, type References, referenceValues, referenceVoxels } from "./references.ts";

/** Lesion against organ, and organ against liver. */
const RATIOS = [
  ["pet_tumour_liver", "liver"],
  ["pet_tumour_muscle", "muscle"],
  ["pet_tumour_blood_pool", "blood-pool"],
] as const satisfies readonly (readonly [string, ReferenceRole])[];

/**
 * PET features of a lesion on an image in SUV (radiomics §9): SUVmax, SUVmean, SUVpeak (highest mean over 1 cm³ in the
 * lesion, IBSI 0F91), metabolic tumour volume (mL) and total lesion glycolysis = volume × SUVmean within it, in the
 * mask as given and by each threshold; ratios with organs where their masks are given (means of SUV).
 */
export function petFeatures(
  region: Prepared,
  image: Volume,
  references: References,
  { suvThresholds, percentOfMax }: { suvThresholds: readonly number[]; percentOfMax: readonly number[] },
): ExtraValue[] {
  const { values, spacing } = region;
  const voxelMl = (spacing[0] * spacing[1] * spacing[2]) / 1000;
  let max = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < values.length; v++) if (values[v]! > max) max = values[v]!;
  const mean = meanOf(values);
  const out: ExtraValue[] = [
    { id: "pet_suv_max", outcome: max },
    { id: "pet_suv_mean", outcome: mean },
    { id: "pet_suv_peak", outcome: localIntensity(region)[1] },
  ];
  const volume = (at: string, least: number): void => {
    let [count, sum] = [0, 0];
    for (let v = 0; v < values.length; v++)
      if (values[v]! >= least) {
        count++;
        sum += values[v]!;
      }
    out.push({ id: "pet_mtv", at, outcome: count * voxelMl }, { id: "pet_tlg", at, outcome: sum * voxelMl });
  };
  volume("mask", Number.NEGATIVE_INFINITY);
  for (const suv of suvThresholds) volume(`suv${suv}`, suv);
  for (const percent of percentOfMax) volume(`${percent}%`, (percent / 100) * max);
  const organ = (role: ReferenceRole): Outcome => {
    const found = referenceValues(image, references, role);
    return found ? meanOf(found) : "REFERENCE_MISSING";
  };
  const over = (a: Outcome, b: Outcome): Outcome =>
    typeof a !== "number" ? a : typeof b !== "number" ? b : ratio(a, b);
  for (const [id, role] of RATIOS) out.push({ id, outcome: over(mean, organ(role)) });
  out.push({ id: "pet_spleen_liver", outcome: over(organ("spleen"), organ("liver")) });
  out.push({ id: "pet_marrow_liver", outcome: over(organ("bone-marrow"), organ("liver")) });
  const anatomical = references.morphologic;
  const metabolic = values.length * voxelMl;
  out.push({
    id: "pet_mmvr",
    outcome: anatomical
      ? metabolic / ((referenceVoxels(anatomical, "morphologic") * voxelVolumeMm3(anatomical)) / 1000)
      : "REFERENCE_MISSING",
  });
  return out;
}
