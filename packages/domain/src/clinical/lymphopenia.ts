/** CTCAE v5.0, "Lymphocyte count decreased" (NCI 2017): grades by the absolute count. */
export const LYMPHOPENIA_SOURCE = "CTCAE v5.0, Investigations, Lymphocyte count decreased (NCI 2017)";

/**
 * Grade of a lymphocyte count, 10⁹/L: 1 below the lower limit of normal down to 0.8, 2 below 0.8 to 0.5, 3 below 0.5 to 0.2,
 * 4 below 0.2; 0 where it is not low. Null where only the laboratory's lower limit could tell (0.8 or more without one).
 */
export function lymphopeniaGrade(count: number, lowerLimit: number | undefined): 0 | 1 | 2 | 3 | 4 | null {
  if (count < 0.2) return 4;
  if (count < 0.5) return 3;
  if (count < 0.8) return 2;
  if (lowerLimit === undefined) return null;
  return count < lowerLimit ? 1 : 0;
}
