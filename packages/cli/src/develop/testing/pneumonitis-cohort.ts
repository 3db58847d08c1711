import { csvText } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";

/** The predictors of the recipe `pneumonitis`, each with a mean and a standard deviation of an order that lungs on CT have. */
const LUNG = {
  "lung:stat_mean": [-790, 45],
  "lung:stat_skew": [2.4, 0.5],
  "lung:stat_kurt": [7.5, 2.5],
  "lung:stat_var": [21000, 5200],
  "lung:ih_entropy": [4.6, 0.35],
  "lung:cm_joint_entr_3D_comb": [7.1, 0.6],
  "lung:cm_contrast_3D_comb": [11, 3.2],
  "lung:rlm_srlge_3D_comb": [0.021, 0.006],
  "lung:szm_glnu_3D": [5200, 1500],
  "lung:ngt_coarseness_3D": [0.00042, 0.00011],
} as const;

/** Log odds a standard deviation: denser lungs of a richer texture. */
const PLANTED: Partial<Record<keyof typeof LUNG, number>> = {
  "lung:stat_mean": 1.1,
  "lung:cm_joint_entr_3D_comb": 0.9,
};

/**
 * A simulated cohort of baseline lungs and pneumonitis, `n` patients: with `isPlanted` two of ten features raise the odds, else none says
 * anything. About one patient in six has the event. The same seed gives the same table.
 */
export function pneumonitisTable(seed: number, isPlanted: boolean, n = 240): string {
  const random = randomSource(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const names = Object.keys(LUNG) as (keyof typeof LUNG)[];
  const rows = Array.from({ length: n }, (_, i) => {
    // What one breath does to all of them makes the features go together, as in lungs they do.
    const breath = normal();
    const z = names.map(() => 0.4 * breath + Math.sqrt(1 - 0.16) * normal());
    const line = names.reduce((sum, name, j) => sum + (isPlanted ? (PLANTED[name] ?? 0) : 0) * z[j]!, 0);
    const values = names.map((name, j) => Number((LUNG[name][0] + LUNG[name][1] * z[j]!).toPrecision(5)));
    const odds = (isPlanted ? -2.2 : -1.6) + line;
    return [`SIM-${String(i + 1).padStart(3, "0")}`, ...values, random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0];
  });
  return csvText(["subject", ...names, "pneumonitis"], rows);
}
