import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir radiogenomics --features features.csv --molecular markers.csv --out report
  $ nadir radiogenomics --features features.csv --expression tpm.gct --gene-sets hallmark.gmt --split sets.csv --out report

  FEATURES has one row a subject (column 'subject', or --subject) and one column a feature, as \`nadir features\` writes it.
  Markers are numbers (Spearman) or groups (Wilcoxon for two, Kruskal-Wallis for more). Expression has genes as rows and one
  column a subject, or a sample with --samples (columns sample, subject, assay). q-values are over all tests performed.
  With --split (columns subject, set: discovery or replication) what is found in the one is tested again in the other.
  The folder holds associations.csv, findings.csv, heat-map.svg, summary.json, the aligned features.csv and targets.csv.`;

interface Options {
  readonly features: string;
  readonly molecular?: string;
  readonly groups?: string;
  readonly expression?: string;
  readonly samples?: string;
  readonly assay?: string;
  readonly collapse: "refuse" | "highest-mean";
  readonly geneSets?: string;
  readonly genes?: string;
  readonly cytolytic?: boolean;
  readonly centroids?: string;
  readonly immunoscore?: string;
  readonly split?: string;
  readonly subject: string;
  readonly level: number;
  readonly out?: string;
}

export function addRadiogenomics(program: Command): void {
  program
    .command("radiogenomics")
    .summary("associations of imaging features with molecular data")
    .description("Tests every feature against every molecular target, with q-values, and again in other subjects.")
    .requiredOption("--features <csv>", "features, one row a subject")
    .option("--molecular <csv>", "markers, one row a subject: PD-L1, TMB, MGMT, scores …")
    .option("--groups <columns>", "comma-separated markers whose numbers are codes of groups")
    .option("--expression <file>", "genes by samples: tabs, commas or GCT")
    .option("--samples <csv>", "which sample is of which subject")
    .option("--assay <name>", "the assay whose samples are used")
    .option("--collapse <how>", "several rows of a gene: refuse, or highest-mean", collapse, "refuse")
    .option("--gene-sets <gmt>", "score these sets in each sample (ssGSEA) and test the scores")
    .option("--genes <list>", "comma-separated genes to test; without sets and genes, all")
    .option("--cytolytic", "test cytolytic activity (GZMA, PRF1; TPM)")
    .option("--centroids <file>", "genes by subtypes: test the subtype of the nearest centroid")
    .option(
      "--immunoscore <columns>",
      "percentiles of CD3 centre, CD3 margin, CD8 centre, CD8 margin among the markers",
    )
    .option("--split <csv>", "discovery and replication sets")
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--level <q>", "largest q that counts as found", fraction, 0.05)
    .option("--out <folder>", "write the report's files there")
    .addHelpText("after", EXAMPLE)
    .action(radiogenomics);
}

function collapse(text: string): Options["collapse"] {
  if (text === "refuse" || text === "highest-mean") return text;
  throw new InvalidArgumentError("Write refuse or highest-mean.");
}

function fraction(text: string): number {
  const v = Number(text);
  if (text.trim() === "" || !(v > 0 && v < 1)) throw new InvalidArgumentError("Give a number between 0 and 1.");
  return v;
}

const listed = (text: string | undefined): string[] | undefined => text?.split(",").map((s) => s.trim());

async function radiogenomics(options: Options): Promise<void> {
  const { refuse, sha256Hex } = await import("@nadir/domain");
  const { discoverAndReplicate, parseGeneSets } = await import("@nadir/risk");
  const { readBytes, readText } = await import("../read-input.ts");
  const { readFeatureColumns, readMolecularColumns } = await import("../radiogenomics/read-columns.ts");
  const { readExpression, readGenes } = await import("../radiogenomics/read-expression.ts");
  const { alignTargets, expressionTargets, immunoscoreTarget } = await import("../radiogenomics/targets.ts");
  const { readSplit } = await import("../radiogenomics/split.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (options.molecular === undefined && options.expression === undefined)
    throw new WrongUsage("Give molecular data: --molecular for markers, --expression for genes, or both.");
  const features = await readFeatureColumns(options.features, options.subject);
  const tables = [];
  if (options.molecular !== undefined) {
    const markers = await readMolecularColumns(options.molecular, options.subject, listed(options.groups) ?? []);
    tables.push({ ...markers, origin: "marker" as const });
    if (options.immunoscore !== undefined) {
      const percentiles = listed(options.immunoscore) ?? [];
      if (percentiles.length !== 4)
        throw new WrongUsage(`--immunoscore takes four columns of the markers, and got ${percentiles.length}.`);
      tables.push(immunoscoreTarget(markers, percentiles));
    }
  }
  let enrichment = null;
  let assay: string | null = null;
  if (options.expression !== undefined) {
    const expression = await readExpression(options.expression, options);
    assay = expression.assay;
    const genes = listed(options.genes);
    const made = expressionTargets(expression, {
      ...(options.geneSets === undefined
        ? {}
        : { sets: parseGeneSets(await readText(options.geneSets), options.geneSets) }),
      ...(genes === undefined ? {} : { genes }),
      cytolytic: options.cytolytic === true,
      ...(options.centroids === undefined ? {} : { centroids: await readGenes(options.centroids, options.collapse) }),
    });
    tables.push(...made.tables);
    enrichment = made.enrichment;
  }

  const known = new Set(tables.flatMap((t) => t.subjects));
  const rows = features.subjects.flatMap((s, i) => (known.has(s) ? [i] : []));
  const subjects = rows.map((i) => features.subjects[i]!);
  if (subjects.length < 4)
    refuse(
      "TOO_FEW_SUBJECTS",
      `Features and molecular data have ${subjects.length} subjects in common; four are the least. Features begin with '${features.subjects[0]}', molecular data with '${tables[0]?.subjects[0]}'.`,
      { where: { file: options.features } },
    );
  const columns = features.columns.map((c) => ({ ...c, values: Float64Array.from(rows, (i) => c.values[i]!) }));
  const targets = alignTargets(tables, subjects);
  const sets = await readSplit(options.split, options.subject, subjects);
  message(`${columns.length} features × ${targets.length} targets, ${subjects.length} subjects`);
  const answer = discoverAndReplicate(columns, targets, sets, options.level);

  const files = [
    options.features,
    options.molecular,
    options.expression,
    options.samples,
    options.geneSets,
    options.centroids,
    options.split,
  ];
  const inputs: Record<string, string> = {};
  for (const file of files) if (file !== undefined) inputs[file] = sha256Hex(await readBytes(file));
  const summary = {
    schema: "nadir.radiogenomics/1",
    // Nothing was locked before these data were seen.
    standing: "exploratory: associations, not a locked validation",
    subjects: {
      tested: subjects.length,
      discovery: sets.discoveryRows.length,
      replication: sets.replicationRows.length,
    },
    onlyFeatures: features.subjects.length - subjects.length,
    onlyMolecular: [...known].filter((s) => !features.subjects.includes(s)).length,
    features: columns.length,
    leftOut: features.leftOut,
    featureConfigHash: features.configHash,
    assay,
    targets: targets.length,
    tests: answer.discovery.tests,
    level: answer.level,
    method:
      "Spearman (t approximation), Wilcoxon rank sum, Kruskal-Wallis; Benjamini-Hochberg over all tests performed",
    found: answer.findings.length,
    replicated: options.split === undefined ? null : answer.findings.filter((f) => f.replicated).length,
    findings: answer.findings.slice(0, 50),
    ...(enrichment
      ? {
          geneSets: enrichment.sets.map(({ name, found, named, reason }) => ({
            name,
            found,
            named,
            ...(reason ? { reason } : {}),
          })),
        }
      : {}),
    inputs,
  };
  await result(summary);
  for (const { feature, target, discovery } of answer.findings
    .filter((f) => Math.abs(f.discovery.effect) === 1)
    .slice(0, 5))
    message(
      `! '${feature}' orders the ${discovery.n} subjects exactly as '${target}' does: is it the target under another name?`,
    );
  if (options.out !== undefined) {
    const { writeReport } = await import("../radiogenomics/write-report.ts");
    const written = await writeReport(options.out, {
      subjects,
      features: columns,
      targets,
      answer,
      enrichment,
      summary,
    });
    message(`written to ${options.out}: ${written.join(", ")}`);
  }
  message(
    `${answer.findings.length} of ${answer.discovery.tests} associations have q ≤ ${answer.level}${options.split === undefined ? "; without --split none is tested again in other subjects" : `, ${answer.findings.filter((f) => f.replicated).length} of them again in the replication set`}.`,
  );
}
