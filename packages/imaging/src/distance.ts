import type { Triple } from "./triple.ts";

/**
 * Exact squared Euclidean distance (mm²) from every voxel centre to the nearest voxel with `bits` set, 0 on those;
 * infinite when none is set. Anisotropic, by lower envelopes of parabolas along each axis (Felzenszwalb &
 * Huttenlocher, Theory Comput 2012;8:415).
 */
export function squaredDistances(bits: ArrayLike<number>, dims: Triple, spacing: Triple): Float64Array {
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  for (let p = 0; p < out.length; p++) out[p] = bits[p] ? 0 : Number.POSITIVE_INFINITY;
  const longest = Math.max(...dims);
  const line = new Float64Array(longest);
  const apex = new Int32Array(longest);
  const start = new Float64Array(longest + 1);
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const [p, q] = axis === 0 ? ([1, 2] as const) : axis === 1 ? ([0, 2] as const) : ([0, 1] as const);
    for (let b = 0; b < dims[q]; b++)
      for (let a = 0; a < dims[p]; a++) {
        const from = a * stride[p] + b * stride[q];
        envelope(out, from, stride[axis], dims[axis], spacing[axis], line, apex, start);
      }
  }
  return out;
}

function envelope(
  out: Float64Array,
  from: number,
  step: number,
  n: number,
  width: number,
  line: Float64Array,
  apex: Int32Array,
  start: Float64Array,
): void {
  let count = 0;
  for (let t = 0; t < n; t++) {
    const f = out[from + t * step]!;
    line[t] = f;
    if (f === Number.POSITIVE_INFINITY) continue;
    const x = t * width;
    let cut = Number.NEGATIVE_INFINITY;
    while (count > 0) {
      const v = apex[count - 1]!;
      const y = v * width;
      cut = (f + x * x - (line[v]! + y * y)) / (2 * (x - y));
      if (cut > start[count - 1]!) break;
      count--;
      cut = Number.NEGATIVE_INFINITY;
    }
    apex[count] = t;
    start[count++] = cut;
  }
  if (count === 0) return;
  for (let t = 0, k = 0; t < n; t++) {
    const x = t * width;
    while (k + 1 < count && start[k + 1]! <= x) k++;
    const d = x - apex[k]! * width;
    out[from + t * step] = d * d + line[apex[k]!]!;
  }
}
