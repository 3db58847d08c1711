import { type Boundary, fold } from "./convolve.ts";
import type { Scalars } from "./grid.ts";

/** The 26 steps to a voxel's neighbours, and for each the neighbours that share a face with it. */
const SHELL: readonly (readonly [number, number, number])[] = [-1, 0, 1].flatMap((k) =>
  [-1, 0, 1].flatMap((j) => [-1, 0, 1].flatMap((i) => (i === 0 && j === 0 && k === 0 ? [] : [[i, j, k] as const]))),
);
const BESIDE: readonly (readonly number[])[] = SHELL.map(([i, j, k]) =>
  SHELL.flatMap(([a, b, c], n) => (Math.abs(a - i) + Math.abs(b - j) + Math.abs(c - k) === 1 ? [n] : [])),
);

/**
 * Local binary patterns, rotation invariant and uniform. 2D: `riu2` of Ojala et al. (IEEE TPAMI 2002;24:971, eq. 9) on
 * eight samples of a circle of `radius` voxels, bilinear between voxels: the number of samples at least as bright as
 * the voxel when they change at most twice around the circle, else 9. 3D: the same thought on the 26 neighbours: their
 * number when those and the darker ones each hang together (by faces), else 27.
 */
export function localBinaryPatterns(
  { data, dims }: Scalars,
  radius: number,
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const at = (i: number, j: number, k: number): number => {
    const a = fold(i, dims[0], boundary);
    const b = fold(j, dims[1], boundary);
    const c = fold(k, dims[2], boundary);
    return a < 0 || b < 0 || c < 0 ? 0 : data[a + dims[0] * (b + dims[1] * c)]!;
  };
  const out = new Float64Array(data.length);
  const isSet = new Array<boolean>(is2d ? 8 : 26);
  const circle = samplesOf(radius);
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        const centre = data[p]!;
        if (is2d) for (const [n, sample] of circle.entries()) isSet[n] = brightness(at, i, j, k, sample) >= centre;
        else for (const [n, [a, b, c]] of SHELL.entries()) isSet[n] = at(i + a, j + b, k + c) >= centre;
        const count = isSet.filter(Boolean).length;
        out[p] = (is2d ? changes(isSet) <= 2 : hangsTogether(isSet)) ? count : isSet.length + 1;
      }
  return out;
}

interface Sample {
  readonly i: number;
  readonly j: number;
  readonly u: number;
  readonly v: number;
}

/** Eight places on the circle, as whole voxel and remainder; remainders that are only rounding are taken as none. */
const samplesOf = (radius: number): readonly Sample[] =>
  Array.from({ length: 8 }, (_, n) => {
    const clean = (x: number): number => (Math.abs(x - Math.round(x)) < 1e-9 ? Math.round(x) : x);
    const x = clean(radius * Math.cos((n * Math.PI) / 4));
    const y = clean(radius * Math.sin((n * Math.PI) / 4));
    return { i: Math.floor(x), j: Math.floor(y), u: x - Math.floor(x), v: y - Math.floor(y) };
  });

function brightness(
  at: (i: number, j: number, k: number) => number,
  i: number,
  j: number,
  k: number,
  { i: di, j: dj, u, v }: Sample,
): number {
  const [x, y] = [i + di, j + dj];
  const near = u === 0 ? at(x, y, k) : (1 - u) * at(x, y, k) + u * at(x + 1, y, k);
  if (v === 0) return near;
  const far = u === 0 ? at(x, y + 1, k) : (1 - u) * at(x, y + 1, k) + u * at(x + 1, y + 1, k);
  return (1 - v) * near + v * far;
}

const changes = (isSet: readonly boolean[]): number =>
  isSet.reduce((sum, is, n) => sum + (is === isSet[(n + 1) % isSet.length] ? 0 : 1), 0);

function hangsTogether(isSet: readonly boolean[]): boolean {
  const seen = new Uint8Array(isSet.length);
  let [bright, dark] = [0, 0];
  for (let n = 0; n < isSet.length; n++) {
    if (seen[n]) continue;
    if (isSet[n]) bright++;
    else dark++;
    const stack = [n];
    seen[n] = 1;
    while (stack.length > 0)
      for (const m of BESIDE[stack.pop()!]!)
        if (!seen[m] && isSet[m] === isSet[n]) {
          seen[m] = 1;
          stack.push(m);
        }
  }
  return bright <= 1 && dark <= 1;
}
