import { type Scalars, strides } from "./grid.ts";

/** What stands beyond the image: 0, the nearest voxel, the image again, or its mirror image (edge voxel repeated). */
export type Boundary = "zero" | "constant" | "periodize" | "mirror";

/** The index that position `x` reads on an axis of `n` voxels; −1 for 0. */
export function fold(x: number, n: number, boundary: Boundary): number {
  if (x >= 0 && x < n) return x;
  switch (boundary) {
    case "zero":
      return -1;
    case "constant":
      return x < 0 ? 0 : n - 1;
    case "periodize":
      return ((x % n) + n) % n;
    case "mirror": {
      const y = ((x % (2 * n)) + 2 * n) % (2 * n);
      return y < n ? y : 2 * n - 1 - y;
    }
  }
}

/** Convolution along one axis: out[n] = Σ_k g[k] x[n + centre − k]. */
export function convolveAxis(
  { data, dims }: Scalars,
  axis: 0 | 1 | 2,
  g: ArrayLike<number>,
  boundary: Boundary,
  centre = Math.floor(g.length / 2),
): Scalars {
  const { inner, outer } = strides(dims, axis);
  const n = dims[axis];
  const out = new Float64Array(data.length);
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < n; t++) {
      const to = (o * n + t) * inner;
      for (let k = 0; k < g.length; k++) {
        const w = g[k]!;
        if (w === 0) continue;
        const at = fold(t + centre - k, n, boundary);
        if (at < 0) continue;
        const from = (o * n + at) * inner;
        for (let p = 0; p < inner; p++) out[to + p]! += w * data[from + p]!;
      }
    }
  return { data: out, dims };
}

/** Convolution with the product of one kernel per axis; null leaves an axis as it is. */
export function convolveSeparable(
  source: Scalars,
  kernels: readonly (ArrayLike<number> | null)[],
  boundary: Boundary,
  centreOf?: (g: ArrayLike<number>) => number,
): Scalars {
  let out = source;
  for (const axis of [0, 1, 2] as const) {
    const g = kernels[axis];
    if (g) out = convolveAxis(out, axis, g, boundary, centreOf?.(g));
  }
  return out;
}

/** The right-angle turns of three kernels: orders of the axes and reversals that are proper rotations (24; 4 in 2D). */
export function rightAngleTurns<T>(
  kernels: readonly T[],
  reversed: (kernel: T) => T,
  is2d: boolean,
): readonly (readonly T[])[] {
  const orders = is2d
    ? [
        [0, 1, 2],
        [1, 0, 2],
      ]
    : [
        [0, 1, 2],
        [1, 2, 0],
        [2, 0, 1],
        [0, 2, 1],
        [1, 0, 2],
        [2, 1, 0],
      ];
  const isOdd = (order: readonly number[]): boolean => {
    let swaps = 0;
    for (let a = 0; a < 3; a++) for (let b = a + 1; b < 3; b++) if (order[a]! > order[b]!) swaps++;
    return swaps % 2 === 1;
  };
  const turns: T[][] = [];
  for (const order of orders)
    for (let flips = 0; flips < (is2d ? 4 : 8); flips++) {
      const count = (flips & 1) + ((flips >> 1) & 1) + ((flips >> 2) & 1);
      if ((count % 2 === 1) !== isOdd(order)) continue;
      turns.push(order.map((from, x) => (flips & (1 << x) ? reversed(kernels[from]!) : kernels[from]!)));
    }
  return turns;
}

export type Pooling = "max" | "mean" | "min";

/** Joins response maps voxel by voxel, one at a time. */
export class Pool {
  private sum: Float64Array | null = null;
  private count = 0;

  constructor(private readonly kind: Pooling) {}

  add(map: Float64Array): void {
    this.count++;
    const held = this.sum;
    if (!held) {
      this.sum = map.slice();
      return;
    }
    for (let p = 0; p < map.length; p++) {
      const x = map[p]!;
      if (this.kind === "mean") held[p]! += x;
      else if (this.kind === "max" ? x > held[p]! : x < held[p]!) held[p] = x;
    }
  }

  /** Throws when nothing was added. */
  result(): Float64Array {
    if (!this.sum) throw new RangeError("Nothing was pooled.");
    return this.kind === "mean" ? this.sum.map((x) => x / this.count) : this.sum;
  }
}

export const axesOf = (is2d: boolean): readonly (0 | 1 | 2)[] => (is2d ? [0, 1] : [0, 1, 2]);
