import { associationScan, benjaminiHochberg, type NumericColumn, randomSource, spearman } from "@nadir/statistics";
import { conclude, median, timed } from "./measure.ts";

/**
 * The radiogenomic scan of the risk issue: 1,000 features against 2,000 genes in 150 subjects, with q-values over the two
 * million tests. The baseline is the plain function, one pair after the other, on a two-hundredth of the pairs.
 */
const random = randomSource(20260101);
const column = (name: string): NumericColumn => ({
  name,
  kind: "numeric",
  values: Float64Array.from({ length: 150 }, random.uniform),
});
const features = Array.from({ length: 1000 }, (_, i) => column(`feature ${i}`));
const genes = Array.from({ length: 2000 }, (_, i) => column(`gene ${i}`));

const times: number[] = [];
for (let k = 0; k < 3; k++) times.push(await timed(async () => associationScan(features, genes)));
const plain = await timed(async () => {
  for (const feature of features) for (const gene of genes.slice(0, 10)) spearman(feature.values, gene.values);
});
const sorting = await timed(async () => benjaminiHochberg(Float64Array.from({ length: 2e6 }, random.uniform)));
conclude({
  name: "radiogenomic scan, 1,000 features × 2,000 genes × 150 subjects, with q",
  targetMs: 3000,
  measuredMs: median(times),
  baseline: { what: "10,000 pairs by the plain function", ms: plain },
  detail: { qValuesMs: Math.round(sorting) },
});
