import type { RadiogenomicsSettings } from "@nadir/domain";
import type { FeatureColumns } from "@nadir/risk";
import { type Command, InvalidArgumentError } from "commander";
import type { TargetTable } from "../radiogenomics/targets.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir radiogenomics --trial my-trial --out report
  $ nadir radiogenomics --trial my-trial --model MGMT --positive methylated --out report
  $ nadir radiogenomics --trial my-trial --expression tpm.tsv --gene-sets hallmark.gmt --out report
  $ nadir radiogenomics --features features.csv --molecular markers.csv --out report
  $ nadir radiogenomics --features features.csv --expression tpm.gct --gene-sets hallmark.gmt --split sets.csv --out report

  --trial takes features and markers from the record, without anybody who is in a sealed set, and keeps what is found; --model
  models one marker from the images by nested resampling with a permutation test. The folder holds report.html, the table
  and the map. With --molecular or --expression files stand beside the record, and nothing is kept but the folder.
  FEATURES has one row a subject (column 'subject', or --subject) and one column a feature, as \`nadir features\` writes it.
  Markers are numbers (Spearman) or groups (Wilcoxon for two, Kruskal-Wallis for more). Expression has genes as rows and one
  column a subject, or a sample with --samples (columns sample, subject, assay). q-values are over all tests performed.
  With --split (columns subject, set: discovery or replication) what is found in the one is tested again in the other.
  The folder holds associations.csv, findings.csv, heat-map.svg, summary.json, the aligned features.csv and targets.csv.`;

interface Options {
  readonly features?: string;
  readonly trial?: string;
  readonly settings?: string;
  readonly model?: string;
  readonly positive?: string;
  readonly correlation: "spearman" | "pearson";
  readonly molecular?: string;
  readonly groups?: string;
  readonly expression?: string;
  readonly samples?: string;
  readonly assay?: string;
  readonly collapse: "refuse" | "highest-mean";
  readonly geneSets?: string;
  readonly genes?: string;
  readonly anova?: boolean;
  readonly cytolytic?: boolean;
  readonly infiltration?: string;
  readonly infiltrationAgainst?: string;
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
    .option("--trial <key>", "features and markers of this trial's record")
    .option("--settings <json>", "of --trial: what is compared (features, change, lesions, markers, configHash, model)")
    .option("--model <target>", "of --trial: also model this marker from the images")
    .option("--positive <group>", "the group that the model foretells")
    .option("--correlation <how>", "numbers against numbers: spearman or pearson", correlation, "spearman")
    .option("--anova", "groups by one-way analysis of variance instead of rank tests")
    .option("--features <csv>", "features, one row a subject")
    .option("--molecular <csv>", "markers, one row a subject: PD-L1, TMB, MGMT, scores …")
    .option("--groups <columns>", "comma-separated markers whose numbers are codes of groups")
    .option("--expression <file>", "genes by samples: tabs, commas or GCT")
    .option("--samples <csv>", "which sample is of which subject")
    .option("--assay <name>", "the assay whose samples are used")
    .option("--collapse <how>", "several rows of a gene: refuse, or highest-mean", collapse, "refuse")
    .option("--gene-sets <gmt>", "score these sets in each sample (ssGSEA) and test the scores")
    .option("--genes <list>", "comma-separated genes to test; without sets and genes, all")
    .option("--cytolytic", "test cytolytic activity (GZMA, PRF1; TPM)")
    .option("--infiltration <gmt>", "test the infiltration score: first components of these sets …")
    .option("--infiltration-against <gmt>", "… less those of these")
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

function correlation(text: string): Options["correlation"] {
  if (text === "spearman" || text === "pearson") return text;
  throw new InvalidArgumentError("Write spearman or pearson.");
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
  if ((options.trial === undefined) === (options.features === undefined))
    throw new WrongUsage("Give features: --trial for those of a trial's record, or --features for a table.");
  const isBeside = options.molecular !== undefined || options.expression !== undefined;
  if (options.trial !== undefined && !isBeside && options.anova)
    throw new WrongUsage("--anova works on tables; the scan of the record tests groups by ranks.");
  if (options.trial !== undefined && !isBeside) return scanRecord(options.trial, options);
  if (!isBeside) throw new WrongUsage("Give molecular data: --molecular for markers, --expression for genes, or both.");
  if (options.model !== undefined)
    throw new WrongUsage("--model works on the record alone; develop models of tables with `nadir develop`.");
  const tables: TargetTable[] = [];
  let features: FeatureColumns;
  if (options.trial === undefined) features = await readFeatureColumns(options.features!, options.subject);
  else {
    const { gatherFromTrial } = await import("../radiogenomics/from-trial.ts");
    const record = await gatherFromTrial(options.trial, await settingsOf(options));
    if (record.features.length === 0)
      refuse("NO_FEATURES", `No subject of '${options.trial}' outside sealed sets has features of images.`);
    features = {
      subjects: record.keys,
      columns: record.features,
      leftOut: [],
      configHash: record.configHashes[0] ?? null,
    };
    if (record.targets.length > 0) tables.push({ subjects: record.keys, columns: record.targets, origin: "marker" });
  }
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
      ...(await infiltrationOf(options)),
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
      options.features === undefined ? {} : { where: { file: options.features } },
    );
  const columns = features.columns.map((c) => ({ ...c, values: Float64Array.from(rows, (i) => c.values[i]!) }));
  const targets = alignTargets(tables, subjects);
  const sets = await readSplit(options.split, options.subject, subjects);
  message(`${columns.length} features × ${targets.length} targets, ${subjects.length} subjects`);
  const answer = discoverAndReplicate(columns, targets, sets, options.level, {
    correlation: options.correlation,
    groups: options.anova ? "anova" : "ranks",
  });

  const files = [
    options.features,
    options.molecular,
    options.expression,
    options.samples,
    options.geneSets,
    options.infiltration,
    options.infiltrationAgainst,
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
    method: `${options.correlation === "pearson" ? "Pearson" : "Spearman"} (t approximation), ${options.anova ? "one-way analysis of variance" : "Wilcoxon rank sum, Kruskal-Wallis"}; Benjamini-Hochberg over all tests performed`,
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

async function infiltrationOf({ infiltration, infiltrationAgainst }: Options) {
  const { parseGeneSets } = await import("@nadir/risk");
  const { readText } = await import("../read-input.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (infiltration === undefined && infiltrationAgainst === undefined) return {};
  if (infiltration === undefined || infiltrationAgainst === undefined)
    throw new WrongUsage("The infiltration score wants both --infiltration and --infiltration-against.");
  const read = async (file: string) => parseGeneSets(await readText(file), file);
  return { infiltration: [await read(infiltration), await read(infiltrationAgainst)] as const };
}

async function settingsOf(options: Options): Promise<RadiogenomicsSettings> {
  const { radiogenomicsSettings } = await import("@nadir/domain");
  const { readDocument } = await import("../read-input.ts");
  const settings =
    options.settings === undefined
      ? radiogenomicsSettings.parse({})
      : await readDocument(options.settings, radiogenomicsSettings);
  return radiogenomicsSettings.parse({
    ...settings,
    ...(options.correlation === "pearson" ? { correlation: "pearson" } : {}),
    ...(options.level === 0.05 ? {} : { level: options.level }),
    ...(options.model === undefined
      ? {}
      : {
          model: {
            ...settings.model,
            target: options.model,
            ...(options.positive === undefined ? {} : { positive: options.positive }),
          },
        }),
  });
}

/** Everything from the record: the scan is kept there too. */
async function scanRecord(trial: string, options: Options): Promise<void> {
  const { scanFromTrial } = await import("../radiogenomics/from-trial.ts");
  const { sealed, associations, model, made } = await scanFromTrial(trial, await settingsOf(options), options.out);
  const { n: _, effect: __, p: ___, q: ____, ...summary } = associations.result;
  await result({
    trial,
    sealed,
    ...summary,
    engine: associations.engine,
    inputHash: associations.inputHash,
    isNew: made.associations.isNew,
    model: model?.result ?? null,
  });
  if (sealed > 0) message(`${sealed} sealed subjects take no part.`);
  message(
    `${summary.found} of ${summary.tests} associations have q ≤ ${summary.level}. Exploratory: nothing was locked before.`,
  );
  if (model)
    message(
      `${model.result.target}: ${model.result.auc ? `AUC ${model.result.auc.value.toFixed(3)}` : `R² ${(model.result.rSquared ?? 0).toFixed(3)}`} in subjects left out, p ${model.result.permutation?.p.toFixed(3) ?? "not estimable"} by permutation. Development, research only.`,
    );
}
