import { refuse } from "@nadir/domain";
import { checkedNumbers, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";

export type MultiplicityMethod = "bonferroni" | "holm" | "hochberg" | "bh" | "by";

/**
 * Adjusted p-values in input order, monotone and at most 1. The family is every test performed, not those reported.
 * Bonferroni; Holm 1979 (step down); Hochberg 1988 (step up); Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001.
 */
export function adjustP(pValues: Numbers, method: MultiplicityMethod): Float64Array {
  const p = checkedNumbers(pValues, "p");
  p.forEach((v, i) => {
    if (v < 0 || v > 1) refuse("NOT_A_PROBABILITY", `p-value ${i + 1} is ${v}; give a number from 0 to 1.`);
  });
  const m = p.length;
  if (method === "bonferroni") return p.map((v) => Math.min(1, v * m));
  const harmonic = Float64Array.from({ length: m }, (_, i) => 1 / (i + 1)).reduce((s, v) => s + v, 0);
  const factor: (rank: number) => number =
    method === "bh" ? (k) => m / k : method === "by" ? (k) => (harmonic * m) / k : (k) => m - k + 1;
  const order = ascendingOrder(p);
  const out = new Float64Array(m);
  if (method === "holm") {
    let most = 0;
    for (let k = 1; k <= m; k++) {
      most = Math.max(most, factor(k) * p[order[k - 1]!]!);
      out[order[k - 1]!] = Math.min(1, most);
    }
  } else {
    let least = 1;
    for (let k = m; k >= 1; k--) {
      least = Math.min(least, factor(k) * p[order[k - 1]!]!);
      out[order[k - 1]!] = least;
    }
  }
  return out;
}
