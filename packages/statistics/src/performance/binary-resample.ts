/**
 * Measures of one resample of a binary outcome, given as how often each subject was drawn. Everything that depends on the
 * predictions alone (their order, their ties) is prepared once, so that a resample costs O(n).
 */
export interface BinaryOrder {
  readonly p: Float64Array;
  readonly y: Uint8Array;
  /** Subjects by rising prediction. */
  readonly order: Uint32Array;
}

export function binaryOrder(p: Float64Array, y: Uint8Array): BinaryOrder {
  const order = Uint32Array.from(p.keys()).sort((a, b) => p[a]! - p[b]! || a - b);
  return { p, y, order };
}

/** AUC with ties 1/2; null when a class was not drawn. */
export function drawnAuc({ p, y, order }: BinaryOrder, drawn: Float64Array): number | null {
  let [below, cases, right] = [0, 0, 0];
  for (let a = 0; a < order.length; ) {
    const value = p[order[a]!]!;
    let [withOutcome, without] = [0, 0];
    for (; a < order.length && p[order[a]!] === value; a++) {
      const i = order[a]!;
      if (y[i] === 1) withOutcome += drawn[i]!;
      else without += drawn[i]!;
    }
    right += withOutcome * (below + without / 2);
    below += without;
    cases += withOutcome;
  }
  return cases === 0 || below === 0 ? null : right / (cases * below);
}

/** Net benefit at each threshold (ascending); positive when the prediction is at or above it. */
export function drawnNetBenefit(
  { p, y, order }: BinaryOrder,
  drawn: Float64Array,
  thresholds: readonly number[],
): Float64Array {
  const out = new Float64Array(thresholds.length);
  let [tp, fp, n] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) n += drawn[i]!;
  let at = order.length - 1;
  for (let k = thresholds.length - 1; k >= 0; k--) {
    const t = thresholds[k]!;
    for (; at >= 0 && p[order[at]!]! >= t; at--) {
      const i = order[at]!;
      if (y[i] === 1) tp += drawn[i]!;
      else fp += drawn[i]!;
    }
    out[k] = tp / n - ((fp / n) * t) / (1 - t);
  }
  return out;
}

/** How often each of `n` subjects stands in `rows`. */
export function countDrawn(rows: Int32Array, n: number): Float64Array {
  const drawn = new Float64Array(n);
  for (let k = 0; k < rows.length; k++) drawn[rows[k]!]!++;
  return drawn;
}
