import { updatableFactor } from "./updatable-factor.ts";

/** A penalised quadratic on q columns: (b - b0)'H(b - b0)/2 - g'(b - b0) + l1 |b|_1 + l2 |b|²/2, one column free of penalty. */
export interface PenalisedQuadratic {
  /** Whose rows and columns H has. */
  readonly columns: readonly number[];
  /** q × q, row-major. */
  readonly h: Float64Array;
  readonly origin: Float64Array;
  readonly gradient: Float64Array;
  readonly l1: number;
  readonly l2: number;
  /** Place of the column without penalty; -1 where there is none. */
  readonly free: number;
}

/** So many steps may bring in several columns at once; then one at a time, so that none comes and goes for ever. */
const TOGETHER = 12;

export interface QuadraticSolver {
  /** H is another: what is known of it is forgotten. */
  readonly forget: () => void;
  readonly minimise: (quadratic: PenalisedQuadratic) => Float64Array;
  /** Columns other than 0 (and the free one) at the last minimum, in the order of `solve`; null where it was not found exactly. */
  readonly support: () => readonly number[] | null;
  /** Solves (H + l2) x = b on the support, in place. */
  readonly solve: (b: Float64Array) => void;
}

/**
 * Minimises one quadratic after the other with the same H: the signs of the last are kept, whoever reaches 0 leaves, whoever
 * pulls harder than the penalty joins (an active set, as in Osborne, Presnell & Turlach 2000), and the Cholesky factor follows.
 * Where H is singular on the support, coordinate descent.
 */
export function quadraticSolver(): QuadraticSolver {
  const factor = updatableFactor();
  let members: number[] = [];
  let ofL2 = Number.NaN;
  let exact = false;
  const forget = (): void => {
    members = [];
    ofL2 = Number.NaN;
  };

  /** Makes the members those of the start; false where H is singular there. */
  const begin = (
    { columns, h, origin, l2, free }: PenalisedQuadratic,
    placeOf: ReadonlyMap<number, number>,
  ): boolean => {
    const q = columns.length;
    const inSupport = (k: number) => origin[k] !== 0 || k === free;
    if (ofL2 === l2 && factor.size() === members.length && members.length > 0) {
      for (let r = members.length - 1; r >= 0; r--) {
        const k = placeOf.get(members[r]!);
        if (k !== undefined && inSupport(k)) continue;
        factor.remove(r);
        members.splice(r, 1);
      }
      const known = new Set(members);
      for (let k = 0; k < q; k++)
        if (inSupport(k) && !known.has(columns[k]!) && !join(h, q, k, columns, placeOf, l2, free)) return false;
      return true;
    }
    ofL2 = l2;
    const places: number[] = [];
    for (let k = 0; k < q; k++) if (inSupport(k)) places.push(k);
    const m = places.length;
    const matrix = new Float64Array(m * m);
    for (let r = 0; r < m; r++) {
      for (let c = 0; c < m; c++) matrix[r * m + c] = h[places[r]! * q + places[c]!]!;
      if (places[r] !== free) matrix[r * m + r]! += l2;
    }
    members = places.map((k) => columns[k]!);
    return factor.load(matrix, m);
  };
  const join = (
    h: Float64Array,
    q: number,
    k: number,
    columns: readonly number[],
    placeOf: ReadonlyMap<number, number>,
    l2: number,
    free: number,
  ): boolean => {
    const row = new Float64Array(members.length + 1);
    for (let r = 0; r < members.length; r++) row[r] = h[k * q + placeOf.get(members[r]!)!]!;
    row[members.length] = h[k * q + k]! + (k === free ? 0 : l2);
    if (!factor.append(row)) return false;
    members.push(columns[k]!);
    return true;
  };

  const byActiveSet = (quadratic: PenalisedQuadratic): Float64Array | null => {
    const { columns, h, origin, gradient, l1, l2, free } = quadratic;
    const q = columns.length;
    const placeOf = new Map(columns.map((j, k) => [j, k]));
    if (!begin(quadratic, placeOf)) return null;
    const b = origin.slice();
    const g = gradient.slice();
    const sign = Int8Array.from(b, (v) => Math.sign(v));
    const places = members.map((j) => placeOf.get(j)!);
    for (let step = 0; step < 4 * q + 40; step++) {
      const d = new Float64Array(places.length);
      places.forEach((k, r) => {
        d[r] = k === free ? g[k]! : g[k]! - l2 * b[k]! - l1 * sign[k]!;
      });
      factor.solve(d);
      let [share, blocker] = [1, -1];
      for (let r = 0; r < places.length; r++) {
        const k = places[r]!;
        if (k === free || (b[k]! + d[r]!) * sign[k]! > 0) continue;
        const reach = b[k] === 0 ? 0 : -b[k]! / d[r]!;
        if (reach < share || blocker < 0) [share, blocker] = [Math.min(reach, 1), r];
      }
      for (let r = 0; r < places.length; r++) {
        const by = share * d[r]!;
        if (by === 0) continue;
        const row = places[r]! * q;
        b[places[r]!]! += by;
        for (let i = 0; i < q; i++) g[i]! -= h[row + i]! * by;
      }
      if (blocker >= 0) {
        const k = places[blocker]!;
        b[k] = 0;
        sign[k] = 0;
        factor.remove(blocker);
        members.splice(blocker, 1);
        places.splice(blocker, 1);
        continue;
      }
      // Whoever is out and pulls harder than the penalty joins: all at the first times, then the hardest.
      let pulling: number[] = [];
      for (let k = 0; k < q; k++)
        if (sign[k] === 0 && k !== free && Math.abs(g[k]!) > l1 * (1 + 1e-12) + 1e-14) pulling.push(k);
      if (pulling.length === 0) return b;
      if (step > TOGETHER) pulling = pulling.sort((u, v) => Math.abs(g[v]!) - Math.abs(g[u]!) || u - v);
      let joined = 0;
      for (const k of pulling) {
        if (!join(h, q, k, columns, placeOf, l2, free)) continue;
        sign[k] = Math.sign(g[k]!);
        places.push(k);
        joined += 1;
        if (step > TOGETHER) break;
      }
      if (joined === 0) return null;
    }
    return null;
  };
  return {
    forget,
    minimise: (quadratic) => {
      const found = byActiveSet(quadratic);
      exact = found !== null;
      if (found) return found;
      forget();
      return byDescent(quadratic);
    },
    support: () => (exact ? members : null),
    solve: factor.solve,
  };
}

const MOST_SWEEPS = 4000;

/** Coordinate descent. */
function byDescent({ h, origin, gradient, l1, l2, free }: PenalisedQuadratic): Float64Array {
  const q = origin.length;
  const b = origin.slice();
  // Gradient of the smooth part at b.
  const g = gradient.slice();
  for (let sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let k = 0; k < q; k++) {
      const curve = h[k * q + k]!;
      if (!(curve > 0)) continue;
      const pull = g[k]! + curve * b[k]!;
      const to = k === free ? pull / curve : soften(pull, l1) / (curve + l2);
      const by = to - b[k]!;
      if (by === 0) continue;
      b[k] = to;
      for (let i = 0; i < q; i++) g[i]! -= h[k * q + i]! * by;
      largest = Math.max(largest, curve * by * by);
    }
    if (largest < 1e-26) break;
  }
  return b;
}

const soften = (v: number, by: number): number => (v > by ? v - by : v < -by ? v + by : 0);
