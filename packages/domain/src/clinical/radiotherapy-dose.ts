import { refuse } from "../problem.ts";

/** Linear-quadratic model (Fowler 1989, Br J Radiol 62:679; Joiner & van der Kogel, Basic Clinical Radiobiology, ch. 10). */
export const DOSE_SOURCE = "BED = nd(1 + d/(α/β)), EQD2 = BED/(1 + 2/(α/β)): Fowler 1989, Br J Radiol 62:679";

export interface EffectiveDose {
  readonly totalGy: number;
  readonly fractions: number;
  readonly perFractionGy: number;
  readonly alphaBetaGy: number;
  /** Biologically effective dose, Gy. */
  readonly bedGy: number;
  /** Of equal effect in fractions of 2 Gy. */
  readonly eqd2Gy: number;
}

/**
 * Effect of a course of equal fractions. `alphaBetaGy` is the tissue's and is said beside the figure: 10 for most tumours,
 * 3 for late effects, 2 for brain. No correction for time or incomplete repair. Refuses `DOSE_NOT_POSITIVE`,
 * `FRACTIONS_NOT_WHOLE`, `ALPHA_BETA_NOT_POSITIVE`.
 */
export function effectiveDose(totalGy: number, fractions: number, alphaBetaGy: number): EffectiveDose {
  if (!(totalGy > 0))
    refuse("DOSE_NOT_POSITIVE", `A course of ${totalGy} Gy has no effect to reckon; give its dose in Gy.`);
  if (!Number.isInteger(fractions) || fractions < 1)
    refuse("FRACTIONS_NOT_WHOLE", `${fractions} fractions are not a whole number from 1.`, {
      found: String(fractions),
    });
  if (!(alphaBetaGy > 0))
    refuse("ALPHA_BETA_NOT_POSITIVE", `α/β is ${alphaBetaGy} Gy; it is above 0, e.g. 10 for most tumours.`);
  const perFractionGy = totalGy / fractions;
  const bedGy = totalGy * (1 + perFractionGy / alphaBetaGy);
  return { totalGy, fractions, perFractionGy, alphaBetaGy, bedGy, eqd2Gy: bedGy / (1 + 2 / alphaBetaGy) };
}

/** Gy of a dose as it was entered; null for what is no absorbed dose (`GyE` and `CGE` hold a proton's effectiveness). */
export function doseInGy(dose: number, unit: string | undefined): number | null {
  const text = unit?.trim().toLowerCase();
  return text === "gy" ? dose : text === "cgy" ? dose / 100 : null;
}
