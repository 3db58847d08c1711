import type { Triple } from "./triple.ts";

/** Calls `visit` with the place of each voxel that shares a face with voxel `p` (6-connectivity); i runs fastest. */
export function eachFaceNeighbour(p: number, [ni, nj, nk]: Triple, visit: (neighbour: number) => void): void {
  const i = p % ni;
  const j = Math.floor(p / ni) % nj;
  const k = Math.floor(p / (ni * nj));
  if (i > 0) visit(p - 1);
  if (i < ni - 1) visit(p + 1);
  if (j > 0) visit(p - ni);
  if (j < nj - 1) visit(p + ni);
  if (k > 0) visit(p - ni * nj);
  if (k < nk - 1) visit(p + ni * nj);
}
