import type { ResponseCase } from "@nadir/domain";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { line, message, problemLines, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir respond patient-12.json
  $ nadir respond patient-12.json --criteria recist-1.1,irecist --no-trace
  $ nadir respond cases/ --criteria rano-2.0 > responses.jsonl

  A case is a course in the shape nadir.response-case/1 (docs/command-line.md); a member "expected" is ignored.
  The answer has one member a criterion: outcomes by visit, best overall response, progression, and the rules that fired.
  A folder or a table gives one line a case. A table (.csv, .csv.gz) has one row a lesion at a visit: case, reader,
  treatment_start, visit, date, visit_role, lesion, lesion_role, organ, node, longest_mm, short_mm, volume_mm3, status,
  non_target, …; every reader of a case is answered apart.`;

export function addRespond(program: Command): void {
  program
    .command("respond")
    .summary("the response of a course under each criterion, with its reasons")
    .description(
      "Judges a patient's dated course, or every course of a folder, under response criteria and definitions of atypical response.",
    )
    .argument("<case.json|folder|table.csv>", "one course, or a folder or a table of them")
    .option("--criteria <list>", "comma-separated; without it, those that fit the disease")
    .option("--no-trace", "leave out the rules that fired")
    .option("--out <file>", "write the answer there instead of to standard output (one case only)")
    .addHelpText("after", EXAMPLE)
    .action(respond);
}

async function respond(path: string, options: { criteria?: string; trace: boolean; out?: string }): Promise<void> {
  const { Refusal } = await import("@nadir/domain");
  const { jsonFiles } = await import("../case-files.ts");
  const { readJson } = await import("../read-input.ts");
  const { judgements, checkedNames } = await import("../respond/judgements.ts");
  const { parseCase } = await import("@nadir/response");
  const { WrongUsage } = await import("../usage.ts");

  const names = checkedNames(options.criteria);
  if (/\.csv(\.gz)?$/i.test(path)) return respondToTable(path, names, options);
  const files = await jsonFiles(path);
  if (options.out !== undefined && files.length > 1)
    throw new WrongUsage(`--out takes one case; '${path}' holds ${files.length}. Redirect standard output instead.`);
  const answer = async (file: string) => {
    const document: ResponseCase = parseCase(await readJson(file));
    return { case: document.id, ...judgements(document, names, { trace: options.trace }) };
  };
  if (files.length === 1) return result(await answer(files[0] as string), options.out);

  let refused = 0;
  for (const file of files) {
    try {
      await line(JSON.stringify(await answer(file)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused++;
      message(`${file}:`);
      for (const text of problemLines(error.problems)) message(`  ${text}`);
    }
  }
  message(`${files.length - refused} of ${files.length} cases answered${refused > 0 ? `, ${refused} refused` : ""}.`);
  if (refused > 0) throw new Ended(1);
}

async function respondToTable(
  path: string,
  names: readonly string[] | undefined,
  options: { trace: boolean; out?: string },
): Promise<void> {
  const { Refusal } = await import("@nadir/domain");
  const { parseCase } = await import("@nadir/response");
  const { readText } = await import("../read-input.ts");
  const { casesOfCsv } = await import("../respond/csv-cases.ts");
  const { judgements } = await import("../respond/judgements.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (options.out !== undefined)
    throw new WrongUsage("--out takes one case; a table holds many. Redirect standard output instead.");
  const { cases, problems } = casesOfCsv(await readText(path), path);
  if (problems.length > 0) throw new Refusal(problems);
  let refused = 0;
  for (const { id, document, problems: found } of cases) {
    try {
      if (document === null) throw new Refusal(found);
      await line(JSON.stringify({ case: id, ...judgements(parseCase(document), names, { trace: options.trace }) }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused++;
      message(`${id}:`);
      for (const text of problemLines(error.problems)) message(`  ${text}`);
    }
  }
  message(`${cases.length - refused} of ${cases.length} cases answered${refused > 0 ? `, ${refused} refused` : ""}.`);
  if (refused > 0) throw new Ended(1);
}
