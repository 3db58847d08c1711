import type { Triple } from "./triple.ts";

/** The largest part of the set voxels that hang together by faces (6-connected); of two alike the first in array order. Empty where none is set. */
export function largestComponent(bits: Uint8Array, dims: Triple): Uint8Array {
  const [ni, nj, nk] = dims;
  const part = new Int32Array(bits.length);
  let [parts, best, most] = [0, 0, 0];
  const open: number[] = [];
  for (let start = 0; start < bits.length; start++) {
    if (!bits[start] || part[start]) continue;
    parts++;
    let count = 0;
    const visit = (p: number): void => {
      if (!bits[p] || part[p]) return;
      part[p] = parts;
      count++;
      open.push(p);
    };
    visit(start);
    for (let p = open.pop(); p !== undefined; p = open.pop()) {
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
    if (count > most) [best, most] = [parts, count];
  }
  return Uint8Array.from(part, (n) => (n !== 0 && n === best ? 1 : 0));
}
