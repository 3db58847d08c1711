import { daysBetween, doseInGy, type EffectiveDose, effectiveDose, type Treatment } from "@nadir/domain";

/** A course of radiotherapy with its effect; null where dose, unit or fractions are not recorded. */
export interface RadiotherapyCourse {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly end: string | null;
  readonly lesionsInField: readonly string[];
  readonly tumour: EffectiveDose | null;
  readonly late: EffectiveDose | null;
  readonly missing: readonly string[];
}

/** α/β of tumour and of late-reacting tissue, Gy (Joiner & van der Kogel, Basic Clinical Radiobiology, table 9.1): the usual 10 and 3. */
export const ALPHA_BETA_GY = { tumour: 10, late: 3 } as const;

export function radiotherapyCourses(treatments: readonly Treatment[]): RadiotherapyCourse[] {
  return treatments
    .filter(({ kind }) => kind === "radiotherapy")
    .map(({ id, name, start, end, lesionsInField, dose, doseUnit, fractions }) => {
      const gy = dose === undefined ? null : doseInGy(dose, doseUnit);
      const missing = [
        ...(gy === null || gy === 0 ? ["the dose in Gy"] : []),
        ...(fractions === undefined ? ["the number of fractions"] : []),
      ];
      const of = (alphaBeta: number) =>
        missing.length > 0 ? null : effectiveDose(gy as number, fractions as number, alphaBeta);
      return {
        id,
        name,
        start,
        end: end ?? null,
        lesionsInField,
        tumour: of(ALPHA_BETA_GY.tumour),
        late: of(ALPHA_BETA_GY.late),
        missing,
      };
    });
}

export interface GliomaTreatment {
  /** The most that a recorded operation took out. */
  readonly resection: NonNullable<Treatment["extent"]> | null;
  /**
   * `complete`: 60 Gy with temozolomide begun with it (from 7 days before its start to its end) and six cycles after it
   * (Stupp 2005, N Engl J Med 352:987); `incomplete`: begun, and one of these is recorded otherwise; null: not to be told.
   */
  readonly stupp: "complete" | "incomplete" | null;
  readonly missing: readonly string[];
}
export const STUPP_SOURCE = "Stupp 2005, N Engl J Med 352:987: 60 Gy in 30, temozolomide with it, six cycles after";

const EXTENTS = ["biopsy", "partial", "subtotal", "gross-total"] as const;

export function gliomaTreatment(treatments: readonly Treatment[]): GliomaTreatment {
  const extents = treatments.flatMap(({ extent }) => (extent ? EXTENTS.indexOf(extent) : []));
  const resection = extents.length === 0 ? null : (EXTENTS[Math.max(...extents)] ?? null);
  const missing: string[] = resection === null ? ["the extent of resection"] : [];
  const radiotherapy = radiotherapyCourses(treatments)[0];
  const temozolomide = treatments.filter(
    ({ kind, name }) => kind === "drug" && /temozolomide|temodal|temodar|\btmz\b/i.test(name),
  );
  if (radiotherapy === undefined || radiotherapy.end === null)
    return { resection, stupp: null, missing: [...missing, "radiotherapy with its last day"] };
  const { start, end, tumour } = radiotherapy;
  if (tumour === null) return { resection, stupp: null, missing: [...missing, ...radiotherapy.missing] };
  const withIt = temozolomide.some((t) => daysBetween(start, t.start) >= -7 && t.start <= end);
  const after = temozolomide.filter(
    (t) => t.start > end || (t.end !== undefined && t.end > end && t.cycles !== undefined),
  );
  const cycles = after.reduce((sum, t) => sum + (t.cycles ?? 0), 0);
  if (!withIt || after.length === 0) return { resection, stupp: "incomplete", missing };
  if (after.some((t) => t.cycles === undefined))
    return { resection, stupp: null, missing: [...missing, "cycles of adjuvant temozolomide"] };
  return { resection, stupp: tumour.totalGy >= 59.4 && cycles >= 6 ? "complete" : "incomplete", missing };
}

/** The line of systemic treatment in which the trial's treatment stands; null where nobody said. */
export const lineOfTreatment = (treatments: readonly Treatment[], treatmentStart: string): number | null =>
  treatments.find(({ kind, start, line }) => kind === "drug" && start === treatmentStart && line !== undefined)?.line ??
  null;
