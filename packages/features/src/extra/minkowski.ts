import type { Triple } from "@nadir/imaging";
import type { Prepared } from "../prepare/prepared.ts";

/**
 * Minkowski functionals of M as the union of its voxels, exactly (Michielsen & De Raedt, Phys Rep 2001;347:461, §4,
 * with sides in mm): volume mm³, surface mm², integral of the mean curvature mm, Euler number with voxels joined by
 * corners (26) and by faces (6). A cuboid a×b×c has abc, 2(ab+bc+ca), π(a+b+c), 1. A finely voxelled smooth body keeps
 * its volume and Euler number; surface and curvature are those of the staircase, for a ball 3/2 of the smooth ones.
 */
export function minkowski({
  morphological: bits,
  dims,
  spacing,
}: Pick<Prepared, "morphological" | "dims" | "spacing">) {
  const cells = countCells(bits, dims);
  const [a, b, c] = spacing;
  const [n2x, n2y, n2z] = cells.faces;
  const [n1x, n1y, n1z] = cells.edges;
  const n3 = cells.cubes;
  const halfSurface = b * c * (n2x - n3) + a * c * (n2y - n3) + a * b * (n2z - n3);
  // An open cell counts (−1)^codimension times what its closure counts.
  const width = a * (n1x - n2y - n2z + n3) + b * (n1y - n2x - n2z + n3) + c * (n1z - n2x - n2y + n3);
  const euler26 = cells.vertices - (n1x + n1y + n1z) + (n2x + n2y + n2z) - n3;
  const inner = cells.inner;
  const euler6 = n3 - inner.faces + inner.edges - inner.vertices;
  return [n3 * a * b * c, 2 * halfSurface, Math.PI * width, euler26, euler6];
}

interface Cells {
  readonly cubes: number;
  /** Faces of any voxel, by the axis across them; edges, by the axis along them; vertices. */
  readonly faces: Triple;
  readonly edges: Triple;
  readonly vertices: number;
  /** Those between voxels of the region only: faces of two, edges of four, vertices of eight. */
  readonly inner: { readonly faces: number; readonly edges: number; readonly vertices: number };
}

function countCells(bits: Uint8Array, dims: Triple): Cells {
  const at = (i: number, j: number, k: number): number =>
    i >= 0 && j >= 0 && k >= 0 && i < dims[0] && j < dims[1] && k < dims[2]
      ? bits[i + dims[0] * (j + dims[1] * k)]!
      : 0;
  const faces: [number, number, number] = [0, 0, 0];
  const edges: [number, number, number] = [0, 0, 0];
  let [cubes, vertices, innerFaces, innerEdges, innerVertices] = [0, 0, 0, 0, 0];
  // The cell whose lowest corner is (i, j, k); voxels around it are those at i−1 and i, and so on.
  for (let k = 0; k <= dims[2]; k++)
    for (let j = 0; j <= dims[1]; j++)
      for (let i = 0; i <= dims[0]; i++) {
        const v = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
          at(i - (n & 1), j - ((n >> 1) & 1), k - ((n >> 2) & 1)),
        ) as number[];
        const among = (...list: number[]): number => list.reduce((sum, n) => sum + v[n]!, 0);
        cubes += v[0]!;
        for (const [x, list] of [
          [0, [0, 1]],
          [1, [0, 2]],
          [2, [0, 4]],
        ] as const) {
          const n = among(...list);
          if (n > 0) faces[x]++;
          if (n === 2) innerFaces++;
        }
        for (const [x, list] of [
          [0, [0, 2, 4, 6]],
          [1, [0, 1, 4, 5]],
          [2, [0, 1, 2, 3]],
        ] as const) {
          const n = among(...list);
          if (n > 0) edges[x]++;
          if (n === 4) innerEdges++;
        }
        const n = among(0, 1, 2, 3, 4, 5, 6, 7);
        if (n > 0) vertices++;
        if (n === 8) innerVertices++;
      }
  return {
    cubes,
    faces,
    edges,
    vertices,
    inner: { faces: innerFaces, edges: innerEdges, vertices: innerVertices },
  };
}
