import { type KineticsSettings, refuse } from "@nadir/domain";
import { type Region, requireSameGeometry, type Volume, voxelVolumeMm3 } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { meanOf, type References, referenceVoxels } from "../modality/references.ts";
import { type Outcome, ratio } from "../outcome.ts";
import { regionVoxels, valuesAt } from "./maps.ts";

/** Persistent, plateau and washout, as numbers. */
export const CURVE = { persistent: 1, plateau: 2, washout: 3 } as const;

/** The class of a curve by its change from early to late, % of the early signal; within ± `plateauPercent` (closed) a plateau. */
export function curveClass(early: number, late: number, plateauPercent: number): 1 | 2 | 3 {
  const change = (100 * (late - early)) / early;
  return change > plateauPercent ? CURVE.persistent : change < -plateauPercent ? CURVE.washout : CURVE.plateau;
}

/**
 * Kinetics of contrast in a dynamic series of moments on the image's grid. Percent enhancement (S − S₀)/S₀ of moment 0; voxels
 * of at least `enhancingPercent` early count as enhancing (their volume is the functional tumour volume), and only they have a
 * class and a signal enhancement ratio (S₁ − S₀)/(S₂ − S₀) (Hylton et al., Radiology 2012;263:663). Background parenchymal
 * enhancement: early, in the reference mask `parenchyma`. Curve types: BI-RADS MRI (ACR 2013), ±10 % by default.
 * Refuses `DYNAMIC_MISSING`, `GEOMETRY_MISMATCH`, `NON_FINITE_ROI`.
 */
export function kineticFeatures(
  image: Volume,
  region: Region,
  dynamic: readonly Volume[],
  references: References,
  settings: KineticsSettings,
): ExtraValue[] {
  const { early, enhancingPercent, plateauPercent } = settings;
  if (dynamic.length < 3 || early >= dynamic.length - 1)
    refuse(
      "DYNAMIC_MISSING",
      `Kinetics need a moment before contrast, an early one (here moment ${early}) and a later one; the series has ${dynamic.length} moment(s).`,
      { found: `${dynamic.length} moments`, expected: `at least ${Math.max(3, early + 2)}` },
    );
  for (const moment of dynamic) requireSameGeometry(image, moment);
  const voxels = regionVoxels(region, image);
  const curves = dynamic.map((moment, t) => valuesAt(moment, voxels, `moment ${t} of the series`));
  const [before, first, last] = [curves[0]!, curves[early]!, curves.at(-1)!];
  const rise = (s0: number, s: number): number => (100 * (s - s0)) / s0;
  let [usable, enhancing, sumSer, countSer] = [0, 0, 0, 0];
  const counts = [0, 0, 0, 0];
  for (let v = 0; v < voxels.length; v++) {
    const s0 = before[v]!;
    if (!(s0 > 0)) continue;
    usable++;
    if (rise(s0, first[v]!) < enhancingPercent) continue;
    enhancing++;
    counts[curveClass(first[v]!, last[v]!, plateauPercent)]!++;
    const late = last[v]! - s0;
    if (late > 0) {
      sumSer += (first[v]! - s0) / late;
      countSer++;
    }
  }
  const means = curves.map(meanOf);
  const base = means[0]!;
  const relative = (s: number): Outcome => (base > 0 ? rise(base, s) : "ZERO_DENOMINATOR");
  const peak = means.indexOf(Math.max(...means.slice(1)), 1);
  const share = (n: number, of: number): Outcome => (of === 0 ? "NO_VOXELS" : n / of);
  return [
    { id: "kin_early_enhancement", outcome: relative(means[early]!) },
    { id: "kin_peak_enhancement", outcome: relative(means[peak]!) },
    { id: "kin_peak_moment", outcome: peak },
    { id: "kin_curve_class", outcome: curveClass(means[early]!, means.at(-1)!, plateauPercent) },
    { id: "kin_ser", outcome: base > 0 ? ratio(means[early]! - base, means.at(-1)! - base) : "ZERO_DENOMINATOR" },
    { id: "kin_ser_mean", outcome: countSer === 0 ? "NO_VOXELS" : sumSer / countSer },
    { id: "kin_enhancing_volume", outcome: (enhancing * voxelVolumeMm3(image)) / 1000 },
    { id: "kin_enhancing_fraction", outcome: share(enhancing, usable) },
    { id: "kin_persistent_fraction", outcome: share(counts[1]!, enhancing) },
    { id: "kin_plateau_fraction", outcome: share(counts[2]!, enhancing) },
    { id: "kin_washout_fraction", outcome: share(counts[3]!, enhancing) },
    ...background(dynamic[0]!, dynamic[early]!, references, enhancingPercent),
  ];
}

function background(before: Volume, early: Volume, references: References, percent: number): ExtraValue[] {
  const mask = references.parenchyma;
  if (!mask)
    return [
      { id: "kin_bpe_mean", outcome: "REFERENCE_MISSING" },
      { id: "kin_bpe_fraction", outcome: "REFERENCE_MISSING" },
    ];
  requireSameGeometry(before, mask);
  referenceVoxels(mask, "parenchyma");
  let [sum, count, above] = [0, 0, 0];
  for (let p = 0; p < mask.data.length; p++) {
    const s0 = before.data[p]!;
    if (!mask.data[p] || !(s0 > 0)) continue;
    const enhancement = (100 * (early.data[p]! - s0)) / s0;
    sum += enhancement;
    count++;
    if (enhancement >= percent) above++;
  }
  return [
    { id: "kin_bpe_mean", outcome: count === 0 ? "NO_VOXELS" : sum / count },
    { id: "kin_bpe_fraction", outcome: count === 0 ? "NO_VOXELS" : above / count },
  ];
}
