import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir register data-sets
  $ nadir register trials
  $ nadir register guidance

  What the founding reviews name: public cohorts with keeper, terms and where they are named; trials with their registry
  numbers; guidelines for measures of tissue and expression. Nothing is fetched.`;

export function addRegister(program: Command): void {
  program
    .command("register")
    .summary("the data sets, trials and guidelines that the founding reviews name")
    .description("Lists the curated register of data sets, trials or guidance, as JSON.")
    .argument("<what>", "data-sets, trials or guidance")
    .addHelpText("after", EXAMPLE)
    .action(async (what: string) => {
      const { DATA_SETS, GUIDANCE, TRIALS } = await import("@nadir/domain");
      const { WrongUsage } = await import("../usage.ts");
      const lists = { "data-sets": DATA_SETS, trials: TRIALS, guidance: GUIDANCE };
      if (!Object.hasOwn(lists, what))
        throw new WrongUsage(`There is no list '${what}'; there are ${Object.keys(lists).join(", ")}.`);
      const list = lists[what as keyof typeof lists];
      for (const entry of list) {
        const number = "number" in entry && entry.number !== null ? ` (${entry.registry} ${entry.number})` : "";
        message(`  ${entry.id}: ${"title" in entry ? entry.title : entry.topic}${number}`);
      }
      await result(list);
    });
}
