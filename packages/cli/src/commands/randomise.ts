import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir randomise simulate plan.json --subjects 120 --runs 1000 --seed 7
  $ nadir randomise simulate plan.json --subjects 240 --survival '{"medianFirstArm": 12, "hazardRatio": 0.7, "accrual": 18, "followUp": 12, "alpha": 0.05}'
  $ nadir randomise list plan.json --length 40 --seed 812736 --out list.csv

  PLAN is nadir.randomisation/1: arms with their ratio, permuted blocks or minimisation, and the strata rule. The simulation
  says how far arms drift apart, how much a guesser of the next arm gets right, and the power, before the plan is switched on.
  The list is for those who conceal it: whoever knows the seed knows every arm.`;

export function addRandomise(program: Command): void {
  const group = program
    .command("randomise")
    .summary("randomisation plans: simulate one, make its list")
    .addHelpText("after", EXAMPLE);
  group
    .command("simulate")
    .description("Runs a plan on made patients: balance, what is guessed, power.")
    .argument("<plan>", "the plan (JSON)")
    .requiredOption("--subjects <n>", "patients a run", whole)
    .option("--runs <n>", "how many runs", whole, 1000)
    .option("--seed <n>", "seed", whole, 1)
    .option("--shares <json>", 'how often each level comes: {"age": [1, 3]}')
    .option("--survival <json>", "two arms: medianFirstArm, hazardRatio, accrual, followUp, alpha (times in one unit)")
    .option("--out <file>", "write there")
    .action(simulate);
  group
    .command("list")
    .description("Makes the list of a plan of permuted blocks, stratum by stratum.")
    .argument("<plan>", "the plan (JSON)")
    .requiredOption("--length <n>", "arms a stratum", whole)
    .requiredOption("--seed <n>", "seed; keep it from those who enrol", whole)
    .requiredOption("--out <csv>", "write there")
    .action(list);
}

function whole(text: string): number {
  const n = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(n) || n < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return n;
}

interface SimulateOptions {
  readonly subjects: number;
  readonly runs: number;
  readonly seed: number;
  readonly shares?: string;
  readonly survival?: string;
  readonly out?: string;
}

async function simulate(file: string, options: SimulateOptions): Promise<void> {
  const { hashOf, randomisationPlan } = await import("@nadir/domain");
  const { simulatePlan } = await import("@nadir/risk");
  const { readDocument } = await import("../read-input.ts");
  const { readShares, readSurvival } = await import("../randomise/simulation-options.ts");
  const plan = await readDocument(file, randomisationPlan);
  const { subjects, runs, seed } = options;
  const behaviour = simulatePlan(plan, {
    subjects,
    runs,
    seed,
    ...readShares(options.shares, plan),
    ...readSurvival(options.survival, plan),
  });
  await result(
    {
      schema: "nadir.randomisation-simulation/1",
      plan: { id: plan.id, version: plan.version, hash: hashOf(plan) },
      subjects,
      runs,
      seed,
      generator: "xoshiro256**",
      ...behaviour,
    },
    options.out,
  );
  message(
    `Arms differ from their share by ${behaviour.imbalance.mean.toFixed(1)} patients on average (95 % of runs up to ${behaviour.imbalance.p95.toFixed(0)}); a guesser of the next arm is right ${(100 * behaviour.guessed.mean).toFixed(0)} % of the time${behaviour.power ? `; power ${(100 * behaviour.power.estimate).toFixed(0)} % (± ${(196 * behaviour.power.standardError).toFixed(0)})` : ""}.`,
  );
}

async function list(file: string, { length, seed, out }: { length: number; seed: number; out: string }): Promise<void> {
  const { csvText, hashOf, randomisationPlan, refuse } = await import("@nadir/domain");
  const { allocator, allStrata } = await import("@nadir/risk");
  const { readDocument } = await import("../read-input.ts");
  const { writeFile } = await import("node:fs/promises");
  const plan = await readDocument(file, randomisationPlan);
  if (plan.method.kind === "minimisation")
    refuse(
      "NO_LIST",
      "Minimisation has no list: each arm depends on the patients before. Simulate it, or give a plan of permuted blocks.",
      { where: { file } },
    );
  const allocate = allocator(plan, seed);
  const strata = plan.strata ? allStrata(plan.strata) : ["all"];
  const rows = strata.flatMap((stratum) =>
    Array.from({ length }, (_, i) => [stratum, i + 1, allocate.next({ levels: [], stratum })]),
  );
  await writeFile(out, csvText(["stratum", "number", "arm"], rows), { mode: 0o600 });
  message(
    `written: ${out}, readable by you only (${rows.length} arms in ${strata.length} strata; plan ${plan.id} ${plan.version}, ${hashOf(plan).slice(0, 12)}…)`,
  );
}
