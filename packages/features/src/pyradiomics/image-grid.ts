import type { Triple } from "@nadir/imaging";

/** Scalars on a grid. */
export interface ImageGrid {
  readonly data: ArrayLike<number>;
  readonly dims: Triple;
  readonly spacing: Triple;
}
