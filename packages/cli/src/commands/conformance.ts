import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { line, message } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir conformance response   validation/conformance/reference/response-vectors
  $ nadir conformance statistics validation/conformance/reference/statistics-oracle
  $ nadir conformance features   cases.json

  Compares this installation with figures that Nadir did not make. Every case gives one line of JSON (id, passed, and for a
  failure the key, what was expected, what came, and the tolerance); a summary line ends the answer. The status is 0 only
  when every case passed: a case for which Nadir has no code does not pass.
  The shapes: docs/command-line.md.`;

interface CaseLine {
  readonly id: string;
  readonly passed: boolean;
}

export function addConformance(program: Command): void {
  const conformance = program
    .command("conformance")
    .summary("this installation against outside reference values")
    .description("Runs cases of a documented shape and compares with their expected answers.")
    .addHelpText("after", EXAMPLE);
  const suites = [
    ["response", "courses with the answer of each criterion", responseCases],
    ["statistics", "oracle files beside their CSVs", statisticsCases],
    ["features", "a list of image, mask, configuration and reference", featureCases],
  ] as const;
  for (const [name, what, cases] of suites)
    conformance
      .command(name)
      .summary(what)
      .description(`Runs ${what}.`)
      .argument("<folder|cases.json>", "one file of cases, or a folder of them")
      .addHelpText("after", EXAMPLE)
      .action((path: string) => runSuite(name, cases(path)));
}

async function runSuite(suite: string, cases: AsyncIterable<CaseLine>): Promise<void> {
  let passed = 0;
  let failed = 0;
  for await (const one of cases) {
    if (one.passed) passed++;
    else failed++;
    const { compared: _, ...told } = one as CaseLine & { readonly compared?: unknown };
    await line(JSON.stringify(told));
  }
  await line(JSON.stringify({ summary: suite, cases: passed + failed, passed, failed }));
  message(`${suite}: ${passed} of ${passed + failed} cases passed.`);
  if (failed > 0 || passed === 0) throw new Ended(1);
}

async function* responseCases(path: string): AsyncGenerator<CaseLine> {
  const { runResponseConformance } = await import("@nadir/conformance");
  const { jsonFiles } = await import("../case-files.ts");
  const { readJson } = await import("../read-input.ts");
  const { Refusal } = await import("@nadir/domain");
  for (const file of await jsonFiles(path)) {
    try {
      const json = await readJson(file);
      // One file may hold one case or a list of them.
      for (const one of Array.isArray(json) ? json : [json])
        yield* runResponseConformance([{ name: file, json: one }]).results;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const failure = { key: error.code, expected: "a case", got: error.message, tolerance: null };
      yield { id: file, passed: false, failures: [failure] } as CaseLine;
    }
  }
}

async function* statisticsCases(path: string): AsyncGenerator<CaseLine> {
  const { readStatisticsOracle, runStatisticsConformance } = await import("@nadir/conformance");
  const { dirname, basename } = await import("node:path");
  const { refuse } = await import("@nadir/domain");
  const kind = await stat(path).catch(() => null);
  if (kind === null)
    return refuse(
      "FILE_UNREADABLE",
      `There is no file or folder '${path}'; name a file of cases, or the folder that holds some.`,
    );
  const oracle = readStatisticsOracle(kind.isDirectory() ? path : dirname(path));
  const files = kind.isDirectory() ? oracle.files : oracle.files.filter(({ name }) => name === basename(path));
  if (files.length === 0) refuse("NOT_JSON", `'${path}' is no JSON file of cases.`, { where: { file: path } });
  yield* runStatisticsConformance({ ...oracle, files });
}

async function* featureCases(path: string): AsyncGenerator<CaseLine> {
  const { featureCaseFiles, runFeatureConformance } = await import("@nadir/conformance");
  const { jsonFiles } = await import("../case-files.ts");
  const { readJson } = await import("../read-input.ts");
  const { refuse } = await import("@nadir/domain");
  const files = await jsonFiles(path);
  let lists = 0;
  for (const file of files) {
    const json = await readJson(file);
    // A folder of cases also holds references and configurations; the lists among its files are the cases.
    if (files.length > 1 && !Array.isArray(json)) continue;
    lists++;
    yield* runFeatureConformance(json, featureCaseFiles(file));
  }
  if (lists === 0) refuse("NO_CASES", `No JSON file of '${path}' is a list of cases.`, { where: { file: path } });
}
