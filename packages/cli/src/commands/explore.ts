import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir explore features.csv --components 3
  $ nadir explore features.csv --means 3 --tree ward --cut 4 --biclusters 3 --seed 1 --out clusters.csv

  FEATURES has one row a subject, complete columns of numbers. Columns are scaled to unit variance. No outcome is used: what
  comes out describes the table. Numbers of clusters are yours to give; nothing here says how many there are.`;

interface Options {
  readonly components?: number;
  readonly means?: number;
  readonly tree?: "complete" | "average" | "single" | "ward";
  readonly cut?: number;
  readonly biclusters?: number;
  readonly seed: number;
  readonly subject: string;
  readonly out?: string;
}

export function addExplore(program: Command): void {
  program
    .command("explore")
    .summary("components and clusters of a table of features")
    .description("Principal components, k-means, hierarchical clusters and bi-clusters of a table of features.")
    .argument("<features>", "features, one row a subject (CSV)")
    .option("--components <n>", "principal components", whole)
    .option("--means <k>", "k-means clusters", whole)
    .option("--tree <linkage>", "hierarchical clusters: complete, average, single or ward", linkage)
    .option("--cut <k>", "clusters into which the tree is cut", whole)
    .option("--biclusters <k>", "clusters of subjects with their features", whole)
    .option("--seed <n>", "seed of starts", whole, 1)
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--out <csv>", "write components and clusters there, one row a subject")
    .addHelpText("after", EXAMPLE)
    .action(explore);
}

function whole(text: string): number {
  const n = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(n) || n < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return n;
}

function linkage(text: string): NonNullable<Options["tree"]> {
  if (text === "complete" || text === "average" || text === "single" || text === "ward") return text;
  throw new InvalidArgumentError("Write complete, average, single or ward.");
}

async function explore(file: string, options: Options): Promise<void> {
  const { csvText, refuse } = await import("@nadir/domain");
  const { coClustering, cutTree, hierarchicalClustering, kMeans, principalComponents } = await import(
    "@nadir/statistics"
  );
  const { readFeatureColumns } = await import("../radiogenomics/read-columns.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (!options.components && !options.means && !options.tree && !options.biclusters)
    throw new WrongUsage("Say what to look for: --components, --means, --tree or --biclusters.");
  if (options.cut !== undefined && !options.tree) throw new WrongUsage("--cut cuts a tree; give --tree.");
  const { subjects, columns, leftOut } = await readFeatureColumns(file, options.subject);
  for (const c of columns) {
    const gap = Array.from(c.values).findIndex(Number.isNaN);
    if (gap >= 0)
      refuse("VALUE_MISSING", `'${c.name}' of '${subjects[gap]}' is empty; fill it in or leave the column out.`, {
        where: { file, row: gap + 2, column: c.name },
      });
  }
  const pc = principalComponents(columns.map((c) => c.values));
  if (!pc.estimable) return refuse("NOT_ESTIMABLE", pc.reason, { where: { file } });
  const z = columns.map((c, j) => Float64Array.from(c.values, (v) => (v - pc.centre[j]!) / pc.scale[j]!));
  const count = Math.min(options.components ?? 0, pc.rotation.length);
  const merges = options.tree ? hierarchicalClustering(z, options.tree) : null;
  const tables: Record<string, ArrayLike<number>> = {};
  for (let k = 0; k < count; k++) tables[`component_${k + 1}`] = pc.scores[k]!;
  const means = options.means ? kMeans(z, options.means, { seed: options.seed }) : null;
  const oneUp = (v: Int32Array): Int32Array => v.map((k) => k + 1);
  if (means) tables["k_means"] = oneUp(means.cluster);
  if (merges && options.cut) tables["tree"] = oneUp(cutTree(merges, options.cut));
  const both = options.biclusters ? coClustering(z, options.biclusters, options.seed) : null;
  if (both) tables["bicluster"] = oneUp(both.subjects);
  await result({
    schema: "nadir.exploration/1",
    standing: "description of the table: no outcome, no validation",
    subjects: subjects.length,
    features: columns.length,
    leftOut,
    seed: options.seed,
    ...(count > 0
      ? {
          components: Array.from({ length: count }, (_, k) => ({
            share: pc.shares[k],
            deviation: pc.deviations[k],
            weights: Object.fromEntries(columns.map((c, j) => [c.name, pc.rotation[k]![j]])),
          })),
        }
      : {}),
    ...(means
      ? {
          kMeans: {
            within: means.within,
            sizes: means.centres.map((_, k) => means.cluster.filter((c) => c === k).length),
          },
        }
      : {}),
    ...(merges ? { tree: { linkage: options.tree, merges } } : {}),
    ...(both
      ? {
          biclusters: Array.from({ length: options.biclusters! }, (_, k) => ({
            subjects: subjects.filter((_, i) => both.subjects[i] === k),
            features: columns.filter((_, j) => both.columns[j] === k).map((c) => c.name),
          })),
        }
      : {}),
    bySubject: subjects.map((s, i) => ({
      subject: s,
      ...Object.fromEntries(Object.entries(tables).map(([name, v]) => [name, v[i]])),
    })),
  });
  if (options.out !== undefined) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(
      options.out,
      csvText(
        ["subject", ...Object.keys(tables)],
        subjects.map((s, i) => [s, ...Object.values(tables).map((v) => v[i]!)]),
      ),
    );
    message(`written: ${options.out}`);
  }
  message(
    `${subjects.length} subjects, ${columns.length} features, scaled to unit variance; a description, no validation.`,
  );
}
