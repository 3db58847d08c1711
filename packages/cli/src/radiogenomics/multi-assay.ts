import { csvText, type Problem, Refusal, refuse } from "@nadir/domain";

/**
 * The tabular parts of a MultiAssayExperiment (Ramos et al. 2017, Cancer Research 77:e39): experiments, each features by samples;
 * colData, one row a subject; sampleMap, which sample of which experiment is of which subject.
 */
export interface MultiAssay {
  readonly experiments: ReadonlyMap<string, Experiment>;
  readonly colData: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[] };
  readonly sampleMap: readonly { readonly assay: string; readonly primary: string; readonly colname: string }[];
}
export interface Experiment {
  readonly features: readonly string[];
  readonly samples: readonly string[];
  /** One row a feature; NaN where there is no value. */
  readonly values: readonly ArrayLike<number>[];
}

const FILE = /^experiment-(.+)\.csv$/;
const experimentFile = (name: string): string => `experiment-${name}.csv`;

/** The files by name: `colData.csv`, `sampleMap.csv`, `experiment-NAME.csv`. */
export function multiAssayFiles({ experiments, colData, sampleMap }: MultiAssay): Record<string, string> {
  return {
    "colData.csv": csvText(["primary", ...colData.columns], colData.rows),
    "sampleMap.csv": csvText(
      ["assay", "primary", "colname"],
      sampleMap.map((m) => [m.assay, m.primary, m.colname]),
    ),
    ...Object.fromEntries(
      [...experiments].map(([name, { features, samples, values }]) => [
        experimentFile(name),
        csvText(
          ["feature", ...samples],
          features.map((f, i) => [f, ...Array.from(values[i]!, (v) => (Number.isNaN(v) ? null : v))]),
        ),
      ]),
    ),
  };
}

type Rows = readonly (readonly string[])[];

/**
 * Reads the files again. Refuses with every mismatch: a table that is not there, an experiment that the map does not know or the
 * other way round, a subject that colData does not have, a sample that its experiment does not have, a sample of two subjects, a
 * sample of nobody, a cell that is no number.
 */
export function readMultiAssay(files: ReadonlyMap<string, Rows>): MultiAssay {
  const [columns, ...rows] = tableOf(files, "colData.csv");
  const [mapHead, ...mapRows] = tableOf(files, "sampleMap.csv");
  const at = (name: string): number => {
    const place = mapHead!.indexOf(name);
    if (place < 0)
      refuse("NO_COLUMN", `'sampleMap.csv' has no column '${name}'; it wants assay, primary and colname.`, {
        where: { file: "sampleMap.csv", row: 1 },
      });
    return place;
  };
  const [assayAt, primaryAt, colnameAt] = [at("assay"), at("primary"), at("colname")];
  const sampleMap = mapRows.map((r) => ({ assay: r[assayAt]!, primary: r[primaryAt]!, colname: r[colnameAt]! }));
  const problems: Problem[] = [];
  const experiments = new Map<string, Experiment>();
  for (const [file, table] of files) {
    const name = FILE.exec(file)?.[1];
    if (name !== undefined) experiments.set(name, experimentOf(file, table, problems));
  }
  const primaries = new Set(rows.map((r) => r[0]!));
  const owner = new Map<string, string>();
  sampleMap.forEach(({ assay, primary, colname }, i) => {
    const where = { file: "sampleMap.csv", row: i + 2 };
    const say = (code: string, message: string) =>
      problems.push({ code, message: `sampleMap.csv, row ${i + 2}: ${message}`, where });
    const experiment = experiments.get(assay);
    if (!experiment) say("ASSAY_UNKNOWN", `there is no table '${experimentFile(assay)}' for the assay '${assay}'.`);
    else if (!experiment.samples.includes(colname))
      say("SAMPLE_UNKNOWN", `'${experimentFile(assay)}' has no column '${colname}'.`);
    if (!primaries.has(primary)) say("SUBJECT_UNKNOWN", `subject '${primary}' has no row in 'colData.csv'.`);
    const key = `${assay}\u001f${colname}`;
    const first = owner.get(key);
    if (first !== undefined && first !== primary)
      say(
        "SAMPLE_OF_TWO",
        `sample '${colname}' of '${assay}' is of '${first}' and of '${primary}'; a sample is of one subject.`,
      );
    owner.set(key, primary);
  });
  for (const [name, { samples }] of experiments)
    for (const sample of samples)
      if (!owner.has(`${name}\u001f${sample}`))
        problems.push({
          code: "SAMPLE_OF_NOBODY",
          message: `'${experimentFile(name)}': sample '${sample}' is of nobody; give it a row in 'sampleMap.csv' or leave it out.`,
          where: { file: experimentFile(name), column: sample },
        });
  if (problems.length > 0) throw new Refusal(problems.slice(0, 50));
  return {
    experiments,
    colData: { columns: columns!.slice(1), rows: rows.map((r) => r.map((c) => (c === "" ? null : c))) },
    sampleMap,
  };
}

function tableOf(files: ReadonlyMap<string, Rows>, name: string): Rows {
  const table = files.get(name);
  if (!table || table.length === 0)
    return refuse(
      "TABLE_MISSING",
      `The folder has no table '${name}'; it wants colData.csv, sampleMap.csv and experiment-NAME.csv.`,
      {
        where: { file: name },
      },
    );
  return table;
}

function experimentOf(file: string, [head = [], ...rows]: Rows, problems: Problem[]): Experiment {
  return {
    samples: head.slice(1),
    features: rows.map((r) => r[0]!),
    values: rows.map((r, i) =>
      Float64Array.from(r.slice(1), (cell, c) => {
        const v = cell === "" || cell === "NA" ? Number.NaN : Number(cell);
        if (Number.isNaN(v) && cell !== "" && cell !== "NA")
          problems.push({
            code: "NOT_A_NUMBER",
            message: `${file}, row ${i + 2}: '${cell}' of sample '${head[c + 1]}' is no number.`,
            where: { file, row: i + 2, column: head[c + 1] ?? "" },
          });
        return v;
      }),
    ),
  };
}
