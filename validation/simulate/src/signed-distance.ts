import { type Volume, withData } from "@nadir/imaging";

/**
 * Signed Euclidean distance to a lesion's surface, mm, negative inside: from each voxel centre outside to the nearest
 * centre inside, less the same the other way round, so that linear interpolation crosses zero half-way between the
 * outermost inner and the innermost outer centre. Exact (Felzenszwalb & Huttenlocher, Theory of Computing 2012;8:415),
 * with unequal spacing. Only +, −, ×, ÷ and square roots are used: every machine gives the same bits.
 */
export function signedDistance(mask: Volume, label: number): Volume {
  const inside = Float64Array.from(mask.data as ArrayLike<number>, (value) => (value === label ? 1 : 0));
  if (!inside.includes(1)) throw new RangeError(`The label ${label} is not in the mask.`);
  const outward = squaredDistance(inside, 1, mask);
  const inward = squaredDistance(inside, 0, mask);
  return withData(
    mask,
    Float64Array.from(outward, (d, at) => Math.sqrt(d) - Math.sqrt(inward[at]!)),
  );
}

/** Squared distance of each voxel to the nearest one whose value is `to`. */
function squaredDistance(values: Float64Array, to: number, { dims, spacing }: Volume): Float64Array {
  const far = 1e12;
  const grid = Float64Array.from(values, (value) => (value === to ? 0 : far));
  const strides = [1, dims[0], dims[0] * dims[1]];
  for (const axis of [0, 1, 2] as const) {
    const n = dims[axis];
    const [a, b] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
    const line = new Float64Array(n);
    for (let q = 0; q < dims[b]!; q++)
      for (let p = 0; p < dims[a]!; p++) {
        const start = p * strides[a]! + q * strides[b]!;
        for (let x = 0; x < n; x++) line[x] = grid[start + x * strides[axis]!]!;
        const lower = lowerEnvelope(line, spacing[axis]);
        for (let x = 0; x < n; x++) grid[start + x * strides[axis]!] = lower[x]!;
      }
  }
  return grid;
}

/** min over y of f(y) + (step·(x − y))², for every x. */
function lowerEnvelope(f: Float64Array, step: number): Float64Array {
  const n = f.length;
  const squared = step * step;
  const vertex = new Int32Array(n);
  const from = new Float64Array(n + 1);
  let top = 0;
  from[0] = Number.NEGATIVE_INFINITY;
  from[1] = Number.POSITIVE_INFINITY;
  const crossing = (q: number, v: number): number =>
    (f[q]! - f[v]! + squared * (q * q - v * v)) / (2 * squared * (q - v));
  for (let q = 1; q < n; q++) {
    let s = crossing(q, vertex[top]!);
    while (s <= from[top]!) s = crossing(q, vertex[--top]!);
    vertex[++top] = q;
    from[top] = s;
    from[top + 1] = Number.POSITIVE_INFINITY;
  }
  const out = new Float64Array(n);
  top = 0;
  for (let x = 0; x < n; x++) {
    while (from[top + 1]! < x) top++;
    const v = vertex[top]!;
    out[x] = squared * (x - v) * (x - v) + f[v]!;
  }
  return out;
}
