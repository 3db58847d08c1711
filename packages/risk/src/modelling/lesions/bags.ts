import { refuse } from "@nadir/domain";
import { standardDeviation } from "@nadir/statistics";

export interface BagLesion {
  readonly id: string;
  readonly volume: number;
  /** One value a predictor, NaN where it is not known. */
  readonly values: Float64Array;
}

/** Patients with their lesions; `outcome` one a patient. */
export interface Bags {
  readonly names: readonly string[];
  readonly subjects: readonly string[];
  readonly lesions: readonly (readonly BagLesion[])[];
  readonly outcome: Uint8Array;
}

/** Largest first; of equal volumes in the order of their names, so that the order of the rows does not matter. */
export const bySize = (lesions: readonly BagLesion[]): BagLesion[] =>
  [...lesions].sort((a, b) => b.volume - a.volume || (a.id < b.id ? -1 : 1));

/** Some of the patients; without outcomes, patients to be judged. */
export const bagsAt = (bags: Bags, rows: readonly number[]): Bags => ({
  names: bags.names,
  subjects: rows.map((i) => bags.subjects[i]!),
  lesions: rows.map((i) => bags.lesions[i]!),
  outcome: Uint8Array.from(rows, (i) => bags.outcome[i]!),
});

/** Centre and scale of each predictor over the lesions of the training patients. Gaps count nowhere, and become 0 when scaled. */
export interface LesionScale {
  readonly centre: readonly number[];
  readonly scale: readonly number[];
}

export function lesionScale(bags: Pick<Bags, "names" | "lesions">): LesionScale {
  const all = bags.lesions.flat();
  const known = bags.names.map((_, j) => all.map((l) => l.values[j]!).filter((v) => !Number.isNaN(v)));
  const centre = known.map((v) => (v.length === 0 ? 0 : v.reduce((s, x) => s + x, 0) / v.length));
  const spread = known.map((v) => (v.length < 2 ? 0 : standardDeviation(v)));
  return { centre, scale: spread.map((s) => (s > 0 ? s : 1)) };
}

export const scaledLesions = (lesions: readonly BagLesion[], { centre, scale }: LesionScale): Float64Array[] =>
  lesions.map((l) => l.values.map((v, j) => (Number.isNaN(v) ? 0 : (v - centre[j]!) / scale[j]!)));

/** Refusal: a patient without lesions, a lesion named twice, a volume that is not above 0. */
export function checkBags({ subjects, lesions }: Bags): void {
  for (const [i, own] of lesions.entries()) {
    if (own.length === 0)
      refuse("NO_LESIONS", `Patient '${subjects[i]}' has no lesion; leave the patient out.`, { found: subjects[i]! });
    for (const [k, lesion] of own.entries()) {
      if (!(lesion.volume > 0))
        refuse(
          "NO_VOLUME",
          `Patient '${subjects[i]}', lesion '${lesion.id}': the volume is ${lesion.volume}; give a number above 0.`,
        );
      if (own.findIndex((l) => l.id === lesion.id) < k)
        refuse("LESION_TWICE", `Patient '${subjects[i]}' has two lesions '${lesion.id}'; give each its own name.`);
    }
  }
}
