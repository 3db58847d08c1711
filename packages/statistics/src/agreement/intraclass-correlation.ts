import { refuse } from "@nadir/domain";
import { checkedNumbers, checkLevel, type Numbers } from "../checked-input.ts";
import { fQuantile } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface IntraclassCorrelation {
  readonly icc: number;
  readonly interval: Interval;
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
}

export interface IntraclassCorrelations {
  readonly subjects: number;
  readonly raters: number;
  /** Mean squares: rows (subjects), columns (raters), error, within subjects. */
  readonly meanSquares: {
    readonly rows: number;
    readonly columns: number;
    readonly error: number;
    readonly within: number;
  };
  /** ICC(1,1): one-way random; test–retest of one reader. */
  readonly oneWay: IntraclassCorrelation;
  /** ICC(2,1): two-way random, absolute agreement; readers and software. */
  readonly agreement: IntraclassCorrelation;
  /** ICC(3,1): two-way mixed, consistency; blind to a constant shift between raters. */
  readonly consistency: IntraclassCorrelation;
  /** Means over the k raters. */
  readonly oneWayK: number;
  readonly agreementK: number;
  readonly consistencyK: number;
  /** Standard error of measurement under absolute agreement: sqrt of rater plus error variance. */
  readonly semAgreement: number;
}

/**
 * Intraclass correlations from a complete subject × rater table (Shrout & Fleiss 1979; McGraw & Wong 1996). Limits:
 * (1,1) and (3,1) by F, (2,1) with Satterthwaite degrees of freedom. Rows are subjects.
 */
export function intraclassCorrelation(table: readonly Numbers[], level = 0.95): Estimated<IntraclassCorrelations> {
  checkLevel(level);
  const n = table.length;
  const k = table[0]?.length ?? 0;
  const rows = table.map((r, i) => {
    if (r.length !== k)
      refuse(
        "TABLE_NOT_COMPLETE",
        `Subject ${i + 1} has ${r.length} ratings, the first has ${k}; the table must be complete.`,
      );
    return checkedNumbers(r, `subject ${i + 1}`);
  });
  if (n < 2 || k < 2) return notEstimable(`An ICC needs two subjects and two raters; there are ${n} and ${k}.`);
  const grand = rows.reduce((s, r) => s + r.reduce((a, b) => a + b, 0), 0) / (n * k);
  const rowMeans = rows.map((r) => r.reduce((a, b) => a + b, 0) / k);
  const columnMeans = Array.from({ length: k }, (_, j) => rows.reduce((s, r) => s + r[j]!, 0) / n);
  const ssRows = k * rowMeans.reduce((s, m) => s + (m - grand) ** 2, 0);
  const ssColumns = n * columnMeans.reduce((s, m) => s + (m - grand) ** 2, 0);
  let ssError = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < k; j++) ssError += (rows[i]![j]! - rowMeans[i]! - columnMeans[j]! + grand) ** 2;
  const msr = ssRows / (n - 1);
  const msc = ssColumns / (k - 1);
  const mse = ssError / ((n - 1) * (k - 1));
  const msw = (ssColumns + ssError) / (n * (k - 1));
  if (!(msr > 0) || !(mse > 0))
    return notEstimable("All ratings, or all differences between raters, are constant: no variance to compare.");
  const upperP = 1 - (1 - level) / 2;
  const single = (ms: number, df2: number): IntraclassCorrelation => {
    const f = msr / ms;
    const low = f / fQuantile(upperP, n - 1, df2);
    const high = f * fQuantile(upperP, df2, n - 1);
    return {
      icc: (msr - ms) / (msr + (k - 1) * ms),
      interval: { lower: (low - 1) / (low + k - 1), upper: (high - 1) / (high + k - 1), level },
      f,
      df1: n - 1,
      df2,
    };
  };
  const icc2 = (msr - mse) / (msr + (k - 1) * mse + (k * (msc - mse)) / n);
  // Satterthwaite (McGraw & Wong 1996, table 7).
  const a = (k * icc2) / (n * (1 - icc2));
  const b = 1 + (k * icc2 * (n - 1)) / (n * (1 - icc2));
  const v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)));
  const fl = fQuantile(upperP, n - 1, v);
  const fu = fQuantile(upperP, v, n - 1);
  const spread = k * msc + (k * n - k - n) * mse;
  return estimated({
    subjects: n,
    raters: k,
    meanSquares: { rows: msr, columns: msc, error: mse, within: msw },
    oneWay: single(msw, n * (k - 1)),
    agreement: {
      icc: icc2,
      interval: {
        lower: (n * (msr - fl * mse)) / (fl * spread + n * msr),
        upper: (n * (fu * msr - mse)) / (spread + n * fu * msr),
        level,
      },
      f: msr / mse,
      df1: n - 1,
      df2: v,
    },
    consistency: single(mse, (n - 1) * (k - 1)),
    oneWayK: (msr - msw) / msr,
    agreementK: (msr - mse) / (msr + (msc - mse) / n),
    consistencyK: (msr - mse) / msr,
    semAgreement: Math.sqrt(Math.max(0, (msc - mse) / n) + mse),
  });
}
