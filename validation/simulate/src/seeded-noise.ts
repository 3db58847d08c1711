/**
 * Noise as a function of a seed and a place: the same everywhere and in any order. Integer hashing (Mulberry/murmur
 * finaliser) and plain arithmetic only, so that no machine or Node version rounds differently.
 */

function hash(seed: number, a: number, b: number, c: number): number {
  let h = (seed ^ 0x9e3779b9) | 0;
  h = mixed(h, a);
  h = mixed(h, b);
  return mixed(h, c) >>> 0;
}

function mixed(state: number, part: number): number {
  let h = Math.imul(state ^ part, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Uniform in [0, 1). */
export const uniform = (seed: number, a: number, b = 0, c = 0): number => hash(seed, a, b, c) / 4294967296;

/** Mean 0, standard deviation 1, bell-shaped: the sum of four 16-bit uniforms (Irwin–Hall), within ±3.5. */
export function bell(seed: number, at: number): number {
  const first = hash(seed, at, 0, 17);
  const second = hash(seed, at, 1, 17);
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
  return ((sum + 2) / 65536 - 2) * 1.7320508075688772;
}

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Smooth noise in [-1, 1] over space: random values on a lattice of `wavelength` mm, blended between its points. */
export function smoothNoise(seed: number, wavelength: number, x: number, y: number, z: number): number {
  const at = [x / wavelength, y / wavelength, z / wavelength];
  const base = at.map(Math.floor) as [number, number, number];
  const [u, v, w] = at.map((value, n) => smooth(value - base[n]!)) as [number, number, number];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [i, j, k] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (i ? u : 1 - u) * (j ? v : 1 - v) * (k ? w : 1 - w);
    sum += weight * (2 * uniform(seed, base[0] + i, base[1] + j, base[2] + k) - 1);
  }
  return sum;
}
