import { refuse } from "@nadir/domain";
import { type Affine, column } from "./affine.ts";
import { lengthText } from "./length-text.ts";
import type { Triple } from "./triple.ts";

/** Where a grid of voxels lies. Voxel (0,0,0) has its centre at the affine's origin; world is RAS+ mm. */
export interface Geometry {
  /** Number of voxels along i, j, k; a single slice has k = 1. */
  readonly dims: Triple;
  /** Voxel size along i, j, k, mm, positive. */
  readonly spacing: Triple;
  readonly affine: Affine;
}

export interface GeometryTolerance {
  /** Allowed difference in spacing and origin as a fraction of the smallest spacing. */
  readonly relative?: number;
  /** Allowed difference of a direction cosine. */
  readonly direction?: number;
}

/** Spacing and origin within 1e-4 of the smallest voxel side, direction cosines within 1e-4 (radiomics §1.2). */
export const DEFAULT_GEOMETRY_TOLERANCE = { relative: 1e-4, direction: 1e-4 } as const;

const unit = (g: Geometry, c: number): Triple => {
  const v = column(g.affine, c);
  const n = Math.hypot(...v);
  return [v[0] / n, v[1] / n, v[2] / n];
};

/** What differs between two grids, in words; empty when they agree within the tolerance. */
export function geometryDifferences(a: Geometry, b: Geometry, tolerance: GeometryTolerance = {}): string[] {
  const { relative, direction } = { ...DEFAULT_GEOMETRY_TOLERANCE, ...tolerance };
  const found: string[] = [];
  if (a.dims.some((n, x) => n !== b.dims[x])) found.push("size");
  const slack = relative * Math.min(...a.spacing, ...b.spacing);
  if (a.spacing.some((s, x) => Math.abs(s - b.spacing[x]!) > slack)) found.push("spacing");
  const oa = column(a.affine, 3);
  const ob = column(b.affine, 3);
  if (oa.some((o, x) => Math.abs(o - ob[x]!) > slack)) found.push("origin");
  const turned = [0, 1, 2].some((c) => {
    const ub = unit(b, c);
    return unit(a, c).some((u, x) => Math.abs(u - ub[x]!) > direction);
  });
  if (turned) found.push("direction");
  return found;
}

const list = (v: readonly number[]): string => v.map(lengthText).join(", ");

/** One line for a person: size, spacing, origin and axes (RAS+). */
export function describeGeometry(g: Geometry): string {
  const axes = [0, 1, 2].map((c) => `(${list(unit(g, c))})`).join(" ");
  return `size ${g.dims.join("×")}, spacing ${list(g.spacing)} mm, origin (${list(column(g.affine, 3))}) mm, axes ${axes}`;
}

/** Throws `GEOMETRY_MISMATCH` with both geometries in the sentence unless the grids agree. */
export function requireSameGeometry(image: Geometry, mask: Geometry, tolerance: GeometryTolerance = {}): void {
  const differ = geometryDifferences(image, mask, tolerance);
  if (differ.length === 0) return;
  refuse(
    "GEOMETRY_MISMATCH",
    `Mask and image lie on different grids (${differ.join(", ")}). Image: ${describeGeometry(image)}. ` +
      `Mask: ${describeGeometry(mask)}. Put the mask on the image's grid first.`,
    { found: describeGeometry(mask), expected: describeGeometry(image) },
  );
}
