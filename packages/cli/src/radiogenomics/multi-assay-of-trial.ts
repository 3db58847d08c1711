import type { Gathered } from "@nadir/api/radiogenomics";
import type { Experiment, MultiAssay } from "./multi-assay.ts";
import type { SubjectExpression } from "./read-expression.ts";

/** The record's features and markers, and expression beside it, as one experiment each; markers in words stand in colData. */
export function multiAssayOf(gathered: Gathered, expression: SubjectExpression | null): MultiAssay {
  const { keys, features, targets } = gathered;
  const numeric = targets.filter((t) => t.kind === "numeric");
  const words = targets.filter((t) => t.kind === "groups");
  const own = (columns: readonly { name: string; values: ArrayLike<number> }[]): Experiment => ({
    features: columns.map((c) => c.name),
    samples: keys,
    values: columns.map((c) => c.values),
  });
  const experiments = new Map<string, Experiment>([["imaging", own(features)]]);
  if (numeric.length > 0) experiments.set("markers", own(numeric));
  if (expression) {
    const { table } = expression;
    // Who is not among the record's subjects, a sealed one for instance, is left out.
    const kept = table.samples.flatMap((s, i) => (keys.includes(s) ? [i] : []));
    experiments.set("expression", {
      features: table.genes,
      samples: kept.map((i) => table.samples[i]!),
      values: table.values.map((v) => Float64Array.from(kept, (i) => v[i]!)),
    });
  }
  return {
    experiments,
    colData: {
      columns: words.map((t) => t.name),
      rows: keys.map((key, i) => [key, ...words.map((t) => t.groups[t.codes[i]!] ?? null)]),
    },
    sampleMap: [...experiments].flatMap(([assay, { samples }]) =>
      samples.map((colname) => ({ assay, primary: colname, colname })),
    ),
  };
}
