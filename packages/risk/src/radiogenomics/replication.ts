import {
  type AssociationScan,
  associationScan,
  benjaminiHochberg,
  type NumericColumn,
  type ScanOptions,
  type TargetColumn,
} from "@nadir/statistics";

/** An association found in the discovery set, and what the replication set says of it. */
export interface Finding {
  readonly feature: string;
  readonly target: string;
  readonly discovery: Tested;
  /** Null where the replication set could not test it. */
  readonly replication: Tested | null;
  /** The same direction (rank tests of two or fewer groups), and q at most the level in the replication set. */
  readonly replicated: boolean;
}
export interface Tested {
  readonly n: number;
  readonly effect: number;
  readonly p: number;
  readonly q: number;
}

export interface Replication {
  readonly discovery: AssociationScan;
  readonly level: number;
  readonly findings: readonly Finding[];
}

/**
 * Finds associations in one set of subjects and tests those, and only those, in another. q-values of the replication set are
 * over the associations found, by Benjamini & Hochberg. Without subjects to replicate in, nothing counts as replicated.
 * `discoveryRows` and `replicationRows` are places of subjects and must not overlap.
 */
export function discoverAndReplicate(
  features: readonly NumericColumn[],
  targets: readonly TargetColumn[],
  sets: { readonly discoveryRows: readonly number[]; readonly replicationRows: readonly number[] },
  level = 0.05,
  how: ScanOptions = {},
): Replication {
  const scan = associationScan(
    features.map((f) => numericRows(f, sets.discoveryRows)),
    targets.map((t) => targetRows(t, sets.discoveryRows)),
    how,
  );
  const found: { t: number; f: number; discovery: Tested }[] = [];
  for (let at = 0; at < scan.q.length; at++)
    if (scan.q[at]! <= level)
      found.push({ t: Math.floor(at / features.length), f: at % features.length, discovery: tested(scan, at) });
  const again =
    sets.replicationRows.length === 0
      ? found.map(() => null)
      : retested(found, features, targets, sets.replicationRows, how);
  const q = benjaminiHochberg(Float64Array.from(again, (r) => r?.p ?? Number.NaN));
  const findings = found.map(({ t, f, discovery }, i) => {
    const second = again[i];
    const replication = second && !Number.isNaN(second.p) ? { ...second, q: q[i]! } : null;
    const hasDirection = scan.targets[t]!.test !== "kruskal-wallis" && scan.targets[t]!.test !== "anova";
    const agrees =
      replication !== null && (!hasDirection || Math.sign(replication.effect) === Math.sign(discovery.effect));
    return {
      feature: features[f]!.name,
      target: targets[t]!.name,
      discovery,
      replication,
      replicated: replication !== null && agrees && replication.q <= level,
    };
  });
  findings.sort((a, b) => a.discovery.q - b.discovery.q || a.discovery.p - b.discovery.p);
  return { discovery: scan, level, findings };
}

/** The pairs found, tested on other subjects; in the order of `found`, which goes target by target. */
function retested(
  found: readonly { readonly t: number; readonly f: number }[],
  features: readonly NumericColumn[],
  targets: readonly TargetColumn[],
  rows: readonly number[],
  how: ScanOptions,
): Tested[] {
  const ofTarget = new Map<number, { f: number }[]>();
  for (const pair of found) {
    const own = ofTarget.get(pair.t);
    if (own) own.push(pair);
    else ofTarget.set(pair.t, [pair]);
  }
  return [...ofTarget].flatMap(([t, pairs]) => {
    const own = pairs.map(({ f }) => numericRows(features[f]!, rows));
    const scan = associationScan(own, [targetRows(targets[t]!, rows)], how);
    return pairs.map((_, i) => tested(scan, i));
  });
}

const tested = (scan: AssociationScan, at: number): Tested => ({
  n: scan.n[at]!,
  effect: scan.effect[at]!,
  p: scan.p[at]!,
  q: scan.q[at]!,
});

const numericRows = (column: NumericColumn, rows: readonly number[]): NumericColumn => ({
  ...column,
  values: Float64Array.from(rows, (row) => column.values[row]!),
});

const targetRows = (column: TargetColumn, rows: readonly number[]): TargetColumn =>
  column.kind === "numeric"
    ? numericRows(column, rows)
    : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
