import { implicitQl, symmetricSpectrum } from "./symmetric-spectrum.ts";

/** A symmetric matrix by its non-zero entries, each pair (row, column) and (column, row) once. */
export interface SparseSymmetric {
  readonly side: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Up to this side all eigenvalues are computed of the full matrix. */
const DENSE_SIDE = 160;
/** An eigenvalue lies within this of an approximation whose residual is as small. */
const RESIDUAL = 1e-12;
const MOST_STEPS = 800;

/**
 * The second largest |eigenvalue| of a matrix with non-negative entries and at least two rows. A large matrix is taken apart
 * into the parts that no entry joins, whose eigenvalues together are its own; of each large part the two at the ends of its
 * spectrum come from Lanczos' method, to 1e-12.
 */
export function secondLargest(matrix: SparseSymmetric): number {
  if (matrix.side <= DENSE_SIDE) return magnitudes(allOf(matrix))[1]!;
  const found = partsOf(matrix).flatMap((part) => {
    if (part.side === 1) return part.values.length > 0 ? [Math.abs(part.values[0]!)] : [0];
    const ends = part.side <= DENSE_SIDE ? null : lanczos(part);
    return ends ?? magnitudes(allOf(part)).slice(0, 2);
  });
  return magnitudes(found)[1]!;
}

const magnitudes = (values: readonly number[]): number[] => values.map(Math.abs).sort((a, b) => b - a);

function allOf({ side, rows, columns, values }: SparseSymmetric): number[] {
  const full = new Float64Array(side * side);
  for (let e = 0; e < values.length; e++) {
    full[rows[e]! * side + columns[e]!] = values[e]!;
    full[columns[e]! * side + rows[e]!] = values[e]!;
  }
  return symmetricSpectrum(full, side);
}

/** The blocks of the matrix that no entry joins, their rows numbered anew in their order. */
function partsOf({ side, rows, columns, values }: SparseSymmetric): SparseSymmetric[] {
  const parent = Int32Array.from({ length: side }, (_, n) => n);
  const rootOf = (n: number): number => {
    let at = n;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let e = 0; e < values.length; e++) {
    const [a, b] = [rootOf(rows[e]!), rootOf(columns[e]!)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  const parts = new Map<number, { side: number; entries: number[] }>();
  const place = new Int32Array(side);
  for (let n = 0; n < side; n++) {
    const root = rootOf(n);
    const part = parts.get(root) ?? { side: 0, entries: [] };
    parts.set(root, part);
    place[n] = part.side++;
  }
  for (let e = 0; e < values.length; e++) parts.get(rootOf(rows[e]!))!.entries.push(e);
  return [...parts.values()].map((part) => ({
    side: part.side,
    rows: Int32Array.from(part.entries, (e) => place[rows[e]!]!),
    columns: Int32Array.from(part.entries, (e) => place[columns[e]!]!),
    values: Float64Array.from(part.entries, (e) => values[e]!),
  }));
}

/**
 * The two eigenvalues of greatest magnitude by Lanczos' method with full reorthogonalisation (Golub & Van Loan, Matrix
 * Computations, 4th ed., §10.3; residual of a Ritz value: |β s|, s the last component of its eigenvector, §10.1.5). The
 * first vector is without pattern, so that it has a share of every eigenvector. Null where they are not found in time.
 */
function lanczos(matrix: SparseSymmetric): readonly [number, number] | null {
  const { side } = matrix;
  const most = Math.min(side, MOST_STEPS);
  const basis: Float64Array[] = [withoutPattern(side)];
  const alpha = new Float64Array(most);
  const beta = new Float64Array(most + 1);
  let check = 24;
  for (let step = 1; step <= most; step++) {
    const q = basis[step - 1]!;
    const w = product(matrix, q);
    alpha[step - 1] = dot(q, w);
    // Twice is enough (Parlett, The Symmetric Eigenvalue Problem, §6.9).
    for (let turn = 0; turn < 2; turn++) for (const v of basis) subtract(w, v, dot(v, w));
    beta[step] = Math.sqrt(dot(w, w));
    const isWhole = beta[step]! < 1e-14 || step === side;
    if (isWhole || step === check || step === most) {
      check = Math.ceil(step * 1.3);
      const last = new Float64Array(step);
      const ritz = implicitQl(alpha.slice(0, step), beta.slice(0, step), step, last);
      const order = ritz.map((_, n) => n).sort((a, b) => Math.abs(ritz[b]!) - Math.abs(ritz[a]!));
      const [first, second] = [order[0]!, order[1]!];
      const residual = (n: number): number => Math.abs(beta[step]! * last[n]!);
      if (step > 1 && (isWhole || (residual(first) < RESIDUAL && residual(second) < RESIDUAL)))
        return [Math.abs(ritz[first]!), Math.abs(ritz[second]!)];
      if (isWhole) return null;
    }
    for (let n = 0; n < side; n++) w[n]! /= beta[step]!;
    basis.push(w);
  }
  return null;
}

/** A unit vector of numbers without pattern (Lehmer's generator, always the same). */
function withoutPattern(side: number): Float64Array {
  let state = 20_260_101;
  const out = Float64Array.from({ length: side }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 + 0.1;
  });
  const length = Math.sqrt(dot(out, out));
  return out.map((x) => x / length);
}

function product({ rows, columns, values }: SparseSymmetric, q: Float64Array): Float64Array {
  const out = new Float64Array(q.length);
  for (let e = 0; e < values.length; e++) {
    const [a, b, s] = [rows[e]!, columns[e]!, values[e]!];
    out[a]! += s * q[b]!;
    if (a !== b) out[b]! += s * q[a]!;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
}

function subtract(from: Float64Array, v: Float64Array, times: number): void {
  for (let n = 0; n < from.length; n++) from[n]! -= times * v[n]!;
}
