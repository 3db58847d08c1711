import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { mean, standardDeviation } from "../describe.ts";
import { normalTwoSided } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

export interface Reclassification {
  /** Category-free net reclassification: events part + non-events part. */
  readonly nri: { readonly value: number; readonly standardError: number; readonly z: number; readonly p: number };
  readonly nriEvents: number;
  readonly nriNonevents: number;
  /** Integrated discrimination improvement. */
  readonly idi: { readonly value: number; readonly standardError: number; readonly z: number; readonly p: number };
  /** To be printed with the figures. */
  readonly caveat: string;
}

/**
 * From model 1 to model 2 on the same subjects (Pencina 2008, 2011). On request only, never primary: a category-free NRI
 * can be positive for an uninformative marker when the model is miscalibrated (Hilden & Gerds 2014; Pepe 2015).
 */
export function reclassification(model1: Numbers, model2: Numbers, outcome: Flags): Estimated<Reclassification> {
  checkSameLength({ model1, model2, outcome });
  const a = checkedNumbers(model1, "model1");
  const b = checkedNumbers(model2, "model2");
  const y = checkedFlags(outcome, "outcome");
  const change = b.map((v, i) => v - a[i]!);
  const up = change.filter((_, i) => y[i] === 1);
  const down = change.filter((_, i) => y[i] === 0);
  if (up.length < 2 || down.length < 2)
    return notEstimable(
      `Reclassification needs two of each class: ${up.length} with the outcome, ${down.length} without.`,
    );
  const share = (d: Float64Array, sign: 1 | -1) => d.filter((v) => sign * v > 0).length / d.length;
  const [eu, ed] = [share(up, 1), share(up, -1)];
  const [nu, nd] = [share(down, 1), share(down, -1)];
  const nriEvents = eu - ed;
  const nriNonevents = nd - nu;
  const nri = nriEvents + nriNonevents;
  const nriSe = Math.sqrt((eu + ed - (eu - ed) ** 2) / up.length + (nu + nd - (nu - nd) ** 2) / down.length);
  const idi = mean(up) - mean(down);
  const idiSe = Math.sqrt(standardDeviation(up) ** 2 / up.length + standardDeviation(down) ** 2 / down.length);
  if (!(nriSe > 0 && idiSe > 0)) return notEstimable("The two models predict alike: no change has a variance.");
  const test = (value: number, standardError: number) => ({
    value,
    standardError,
    z: value / standardError,
    p: normalTwoSided(value / standardError),
  });
  return estimated({
    nri: test(nri, nriSe),
    nriEvents,
    nriNonevents,
    idi: test(idi, idiSe),
    caveat:
      "NRI can be positive for an uninformative marker when a model is miscalibrated; these tests are anticonservative.",
  });
}
