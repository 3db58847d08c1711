import type { Category } from "../category.ts";
import type { Exact } from "../exact.ts";

/** An open iUPD: what progressed when it was first seen, and the sizes with which later scans are compared (A8). */
export interface Block {
  readonly visit: number;
  readonly day: number;
  readonly basis: Basis;
  /** Null when the targets were not all measured. */
  readonly targetSum: Exact | null;
  readonly newLesionSizes: readonly (Exact | null)[];
  readonly target: Category;
  readonly nonTarget: Category;
}

export interface Basis {
  readonly target: boolean;
  readonly nonTarget: boolean;
  readonly new: boolean;
}

export const hasBasis = (basis: Basis): boolean => basis.target || basis.nonTarget || basis.new;

/** `target lesions and new lesion`. */
export function basisText(basis: Basis): string {
  const parts = [
    basis.target ? "target lesions" : "",
    basis.nonTarget ? "non-target disease" : "",
    basis.new ? "new lesion" : "",
  ].filter((part) => part !== "");
  return parts.join(" and ");
}
