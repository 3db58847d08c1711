import type { Numbers } from "./checked-input.ts";

/** Primitives for columns that have been checked: what is no number goes in and comes out as NaN, and so does too little. */

/** Sum with Neumaier's compensation: the order of the subjects does not decide the last digits. */
export function sum(values: Numbers): number {
  let total = 0;
  let compensation = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    const t = total + v;
    compensation += Math.abs(total) >= Math.abs(v) ? total - t + v : v - t + total;
    total = t;
  }
  return total + compensation;
}

export const mean = (values: Numbers): number => sum(values) / values.length;

/** Variance with divisor n - 1 (two passes). */
export function variance(values: Numbers): number {
  return covariance(values, values);
}

export const standardDeviation = (values: Numbers): number => Math.sqrt(variance(values));

/** Covariance with divisor n - 1 (two passes). */
export function covariance(a: Numbers, b: Numbers): number {
  const ma = mean(a);
  const mb = mean(b);
  const products = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) products[i] = (a[i]! - ma) * (b[i]! - mb);
  return sum(products) / (a.length - 1);
}

/** Sample quantile, type 7 of Hyndman & Fan 1996: linear between order statistics, h = (n - 1) p. */
export function quantile(values: Numbers, p: number): number {
  return quantileOfSorted(Float64Array.from(values as ArrayLike<number>).sort(), p);
}

/** As `quantile`, for values already in ascending order. */
export function quantileOfSorted(sorted: Numbers, p: number): number {
  const h = (sorted.length - 1) * p;
  // A product such as 0.3 * 10 may land a rounding error below an integer; that integer is meant.
  const nearest = Math.round(h);
  const at = Math.abs(h - nearest) < 4 * Number.EPSILON * Math.max(1, Math.abs(h)) ? nearest : h;
  const low = Math.floor(at);
  const a = sorted[low]!;
  return low + 1 < sorted.length ? a + (at - low) * (sorted[low + 1]! - a) : a;
}

export const median = (values: Numbers): number => quantile(values, 0.5);

/** Ranks from 1 with ties sharing their mean rank. */
export function midRanks(values: Numbers): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i + 1;
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
    const rank = (i + j + 1) / 2;
    for (let k = i; k < j; k++) ranks[order[k]!] = rank;
    i = j;
  }
  return ranks;
}

/** Indices that put the values in ascending order; equal values keep their order. */
export function ascendingOrder(values: Numbers): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}
