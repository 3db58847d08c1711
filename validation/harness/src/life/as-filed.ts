import type { ValidationResult } from "@nadir/domain";

/**
 * What the record gives today, without the blocks that reports of an earlier version did not hold: asked of the filed
 * result, so that a block taken out of a claimed one is still found missing.
 */
export function asFiled(derived: ValidationResult, filed: Pick<ValidationResult, "assays">): ValidationResult {
  const { assays: _, ...earlier } = derived;
  return filed.assays === undefined ? earlier : derived;
}
