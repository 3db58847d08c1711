import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { line } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir flags case.json
  $ nadir flags courses.csv > flags.jsonl

  One JSON line a course: every definition of an early or atypical sign (hyperprogression, pseudoprogression in hindsight and
  prospectively, dissociated, abscopal, adscopal) with its result (yes, no, undetermined, not-evaluable), the visit, the
  evidence in a sentence, its figures, the source, and the inputs that are missing. A prospective flag is made of what was
  known on the day of the swelling; it is not the label that only a later scan can give.`;

export function addFlags(program: Command): void {
  program
    .command("flags")
    .summary("early and atypical signs of courses, definition by definition, with evidence and missing inputs")
    .description("Applies every definition of an early sign to courses; none is left out and none is merged.")
    .argument("<case.json|folder|table.csv>", "the courses")
    .addHelpText("after", EXAMPLE)
    .action(async (path: string) => {
      const { flags } = await import("@nadir/risk");
      const { answerEach } = await import("../respond/answer-each.ts");
      const { refused } = await answerEach(path, (document) =>
        line(JSON.stringify({ case: document.id, flags: flags(document) })),
      );
      if (refused > 0) throw new Ended(1);
    });
}
