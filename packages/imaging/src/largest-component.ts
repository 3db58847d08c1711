import { eachFaceNeighbour } from "./face-neighbours.ts";
import type { Triple } from "./triple.ts";

/** The largest part of the set voxels that hang together by faces (6-connected); of two alike the first in array order. Empty where none is set. */
export function largestComponent(bits: Uint8Array, dims: Triple): Uint8Array {
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
    for (let p = open.pop(); p !== undefined; p = open.pop()) eachFaceNeighbour(p, dims, visit);
    if (count > most) [best, most] = [parts, count];
  }
  return Uint8Array.from(part, (n) => (n !== 0 && n === best ? 1 : 0));
}
