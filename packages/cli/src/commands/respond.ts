import type { ResponseCase } from "@nadir/domain";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { line, result } from "../speak.ts";

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
  const { answerEach } = await import("../respond/answer-each.ts");
  const { casesOf, isTable } = await import("../respond/cases-of.ts");
  const { judgements, checkedNames } = await import("../respond/judgements.ts");
  const { WrongUsage } = await import("../usage.ts");

  const names = checkedNames(options.criteria);
  const answer = (document: ResponseCase) => ({
    case: document.id,
    ...judgements(document, names, { trace: options.trace }),
  });
  if (options.out === undefined && (isTable(path) || (await isFolder(path)))) {
    const { refused } = await answerEach(path, (document) => line(JSON.stringify(answer(document))));
    if (refused > 0) throw new Ended(1);
    return;
  }
  const found = [];
  for await (const one of casesOf(path)) found.push(one);
  if (options.out !== undefined && (found.length > 1 || isTable(path)))
    throw new WrongUsage(`--out takes one case; '${path}' holds ${found.length}. Redirect standard output instead.`);
  for (const { document, problems } of found) {
    if (problems) throw new Refusal(problems);
    await result(answer(document), options.out);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const { stat } = await import("node:fs/promises");
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
