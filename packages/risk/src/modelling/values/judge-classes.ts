import { aucDeLong, aucInterval, type Estimated, type Interval, proportion } from "@nadir/statistics";

/** Probabilities of several classes against what came, of models that had not seen the subjects. */
export interface ClassesJudged {
  readonly subjects: number;
  /** Mean of −log of the probability of the class that came (a proper score). */
  readonly logLoss: number;
  /** The same of the classes' shares among the training subjects of each part, whoever the subject is. */
  readonly logLossOfShares: number;
  /** Share of the second that the first saves; below 0 the shares alone would have done better. */
  readonly saved: number;
  /** Mean over subjects of the sum over classes of (probability − came)², 0 to 2 (Brier 1950). */
  readonly brier: number;
  /** The likeliest class is the one that came. */
  readonly accuracy: { readonly value: number; readonly lower: number; readonly upper: number };
  /** Of always naming the largest class. */
  readonly accuracyOfLargest: number;
  readonly classes: readonly {
    readonly name: string;
    readonly subjects: number;
    /** This class against all others, by its probability. */
    readonly auc: Estimated<{ readonly auc: number; readonly interval: Interval | null }>;
  }[];
  /** Mean of the classes' AUCs; null where one does not exist. */
  readonly meanAuc: number | null;
  /** Rows: the class that came; columns: the likeliest. */
  readonly confusion: readonly (readonly number[])[];
}

export function judgeClasses(
  shares: readonly (readonly number[])[],
  came: readonly number[],
  names: readonly string[],
  /** What the shares of training say of each subject. */
  blank: readonly (readonly number[])[],
): ClassesJudged {
  const n = came.length;
  const loss = (of: readonly (readonly number[])[]): number =>
    -came.reduce((s, c, i) => s + Math.log(Math.max(1e-15, of[i]![c]!)), 0) / n;
  const likeliest = shares.map((row) => row.indexOf(Math.max(...row)));
  const hits = likeliest.filter((k, i) => k === came[i]).length;
  const limits = proportion(hits, n);
  if (!limits.estimable) throw new RangeError("There is nobody to judge.");
  const sizes = names.map((_, k) => came.filter((c) => c === k).length);
  const classes = names.map((name, k) => ({ name, subjects: sizes[k]!, auc: oneAgainstOthers(shares, came, k) }));
  const [logLoss, logLossOfShares] = [loss(shares), loss(blank)];
  return {
    subjects: n,
    logLoss,
    logLossOfShares,
    saved: 1 - logLoss / logLossOfShares,
    brier: shares.reduce((s, row, i) => s + row.reduce((t, p, k) => t + (p - Number(came[i] === k)) ** 2, 0), 0) / n,
    accuracy: { value: hits / n, lower: limits.wilson.lower, upper: limits.wilson.upper },
    accuracyOfLargest: Math.max(...sizes) / n,
    classes,
    meanAuc: classes.every((c) => c.auc.estimable)
      ? classes.reduce((s, c) => s + (c.auc.estimable ? c.auc.auc : 0), 0) / classes.length
      : null,
    confusion: names.map((_, a) => names.map((_, b) => came.filter((c, i) => c === a && likeliest[i] === b).length)),
  };
}

function oneAgainstOthers(shares: readonly (readonly number[])[], came: readonly number[], k: number) {
  const found = aucDeLong(
    shares.map((row) => row[k]!),
    came.map((c) => Number(c === k)),
  );
  if (!found.estimable) return found;
  const interval = aucInterval(found);
  return { estimable: true as const, auc: found.auc, interval: interval.estimable ? interval : null };
}
