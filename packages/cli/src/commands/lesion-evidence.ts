import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { line } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir lesion-evidence case.json
  $ nadir lesion-evidence case.json --scores cd8.csv

  One JSON line a course: every target and new lesion at every visit after baseline, with size, place, change, field of
  radiotherapy, how far the lesions differ, and which properties it has that the literature names when it speaks of ablation, low
  dose or biopsy, each with its source. Evidence for people who decide, and no advice. SCORES has the columns lesion and score
  (larger: more infiltrated) and belongs to one course. Texture comes from the record and stands on the patient's page.`;

export function addLesionEvidence(program: Command): void {
  program
    .command("lesion-evidence")
    .summary("a patient's lesions one by one, with what the literature names of them")
    .description("Lists each lesion of courses at each visit, and its properties with their sources. Research only.")
    .argument("<case.json|folder|table.csv>", "the courses")
    .option("--scores <csv>", "a score of infiltration by lesion (columns lesion, score)")
    .addHelpText("after", EXAMPLE)
    .action(lesionEvidence);
}

async function lesionEvidence(path: string, { scores: file }: { readonly scores?: string }): Promise<void> {
  const { refuse } = await import("@nadir/domain");
  const { lesionEvidence: evidence } = await import("@nadir/risk");
  const { answerEach } = await import("../respond/answer-each.ts");
  const scores = file === undefined ? undefined : await readScores(file);
  let courses = 0;
  const { refused } = await answerEach(path, (document) => {
    courses++;
    if (scores && courses > 1)
      refuse("SCORES_OF_ONE", `The scores of '${file}' belong to one course; '${path}' has several.`);
    const unknown = [...(scores?.keys() ?? [])].find((id) => !document.lesions.some((l) => l.id === id));
    if (unknown !== undefined)
      refuse("LESION_UNKNOWN", `The scores name the lesion '${unknown}', which the course does not have.`, {
        found: unknown,
        expected: document.lesions.map((l) => l.id).join(", "),
      });
    const visits = evidence({ document, deltas: [], ...(scores ? { scores } : {}) });
    line(JSON.stringify({ case: document.id, standing: "research only: evidence, no advice", visits }));
  });
  if (refused > 0) throw new Ended(1);
}

async function readScores(file: string): Promise<ReadonlyMap<string, number>> {
  const { checkColumns, complete, numbers, readPredictions } = await import("../evaluate/predictions.ts");
  const table = await readPredictions(file, "lesion");
  checkColumns(table, ["score"]);
  const { rows } = complete(table, ["score"]);
  const values = numbers(table, rows, "score");
  return new Map(rows.map(({ row }, i) => [row["lesion"]!, values[i]!]));
}
