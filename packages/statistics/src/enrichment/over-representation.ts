import { refuse } from "@nadir/domain";
import { benjaminiHochberg } from "../association-scan/benjamini-hochberg.ts";

export interface OverRepresented {
  readonly name: string;
  /** Members of the set among the background. */
  readonly size: number;
  /** Members of the set among those chosen. */
  readonly hits: readonly string[];
  /** Expected hits where the choice knows nothing of the set. */
  readonly expected: number;
  /** P(as many hits or more), hypergeometric: Fisher's exact test, one-sided. */
  readonly p: number;
  /** Benjamini & Hochberg over all sets tested. */
  readonly q: number;
}

/**
 * Over-representation of named sets among chosen members of a background: P(X >= hits) of the hypergeometric distribution
 * (R: phyper(hits - 1, size, N - size, chosen, lower.tail = FALSE)), adjusted over all sets that share a member with the
 * background. Members outside the background are left out of sets. Refusal: something chosen is not of the background,
 * nothing chosen.
 */
export function overRepresentation(
  chosen: readonly string[],
  background: readonly string[],
  sets: readonly { readonly name: string; readonly genes: readonly string[] }[],
): OverRepresented[] {
  const all = new Set(background);
  const taken = new Set(chosen);
  if (taken.size === 0) refuse("NOTHING_CHOSEN", "Nothing is chosen; name at least one member of the background.");
  const stray = [...taken].find((c) => !all.has(c));
  if (stray !== undefined)
    refuse(
      "NOT_IN_BACKGROUND",
      `'${stray}' is chosen but is not of the background; the background is everything that could have been chosen.`,
      { found: stray },
    );
  const ln = logFactorials(all.size);
  const tested = sets.flatMap((set) => {
    const members = [...new Set(set.genes)].filter((g) => all.has(g));
    if (members.length === 0) return [];
    const hits = members.filter((g) => taken.has(g));
    return [
      {
        name: set.name,
        size: members.length,
        hits,
        expected: (members.length * taken.size) / all.size,
        p: hypergeometricUpper(hits.length, members.length, taken.size, all.size, ln),
      },
    ];
  });
  const q = benjaminiHochberg(Float64Array.from(tested, (t) => t.p));
  return tested.map((t, i) => ({ ...t, q: q[i]! }));
}

/** ln 0! … ln n!. */
function logFactorials(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) out[i] = out[i - 1]! + Math.log(i);
  return out;
}

/** P(X >= hits): `size` marked among `total`, `drawn` without replacement. Summed from the smaller terms up. */
function hypergeometricUpper(hits: number, size: number, drawn: number, total: number, ln: Float64Array): number {
  const logChoose = (n: number, k: number): number => ln[n]! - ln[k]! - ln[n - k]!;
  const most = Math.min(size, drawn);
  if (hits <= Math.max(0, drawn + size - total)) return 1;
  const whole = logChoose(total, drawn);
  let p = 0;
  for (let k = most; k >= hits; k--) p += Math.exp(logChoose(size, k) + logChoose(total - size, drawn - k) - whole);
  return Math.min(1, p);
}
