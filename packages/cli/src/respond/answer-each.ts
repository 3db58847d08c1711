import { type Problem, Refusal, type ResponseCase } from "@nadir/domain";
import { message, problemLines } from "../speak.ts";
import { casesOf } from "./cases-of.ts";

/**
 * Works through the cases of a path; those that are refused are named with their problems on standard error, and none is
 * dropped in silence. Resolves with how many were answered and how many refused.
 */
export async function answerEach(
  path: string,
  work: (document: ResponseCase) => void | Promise<void>,
): Promise<{ answered: number; refused: number }> {
  let answered = 0;
  let refused = 0;
  const refuse = (name: string, problems: readonly Problem[]) => {
    refused++;
    message(`${name}:`);
    for (const text of problemLines(problems)) message(`  ${text}`);
  };
  for await (const { name, document, problems } of casesOf(path)) {
    if (problems) {
      refuse(name, problems);
      continue;
    }
    try {
      await work(document);
      answered++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(name, error.problems);
    }
  }
  message(`${answered} of ${answered + refused} cases answered${refused > 0 ? `, ${refused} refused` : ""}.`);
  return { answered, refused };
}
