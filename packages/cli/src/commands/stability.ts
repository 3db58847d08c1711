import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir stability lesions.json --config config.json --seed 7 --out stability.json

  LESIONS is a list of {id, image, mask, label}, paths relative to the list; at least two lesions. Every lesion is computed
  as it is and after each perturbation; the answer has the ICC(1,1) of every feature, and which are kept under the rule.`;

interface Options {
  readonly config?: string;
  readonly perturbations?: string;
  readonly seed: number;
  readonly least?: number;
  readonly out?: string;
}

const lesions = z
  .array(
    z.strictObject({
      id: z.string().min(1),
      image: z.string().min(1),
      mask: z.string().min(1),
      label: z.union([z.number(), z.array(z.number()).min(1)]).optional(),
    }),
  )
  .min(2, "at least two lesions");

export function addStability(program: Command): void {
  program
    .command("stability")
    .summary("which features survive small perturbations")
    .description("Perturbs lesions, computes their features again, and excludes by a written rule what is not stable.")
    .argument("<lesions>", "the list of lesions (JSON)")
    .option("--config <file>", "settings (nadir.feature-config/1)")
    .option("--perturbations <file>", "runs of perturbations (JSON); left out: twelve usual ones")
    .option("--seed <n>", "seed of noise and contours", wholeNumber, 1)
    .option("--least <icc>", "the lower limit of the ICC that a kept feature reaches (default 0.75)", fraction)
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(stability);
}

function wholeNumber(text: string): number {
  const n = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(n) || n < 0)
    throw new InvalidArgumentError("Give a whole number from 0.");
  return n;
}

function fraction(text: string): number {
  const x = Number(text);
  if (text.trim() === "" || !(x > -1 && x < 1)) throw new InvalidArgumentError("Give a number between −1 and 1.");
  return x;
}

async function stability(list: string, options: Options): Promise<void> {
  const { configFromText, delineated, extract, parsePerturbations, perturb, USUAL_PERTURBATIONS } = await import(
    "@nadir/features"
  );
  const { featureStability, ruleInWords, USUAL_RULE } = await import("@nadir/risk");
  const { randomSource } = await import("@nadir/statistics");
  const { dirname, resolve } = await import("node:path");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { readDocument, readJson, readText } = await import("../read-input.ts");
  const settings = options.config === undefined ? {} : { config: configFromText(await readText(options.config)) };
  const runs =
    options.perturbations === undefined
      ? USUAL_PERTURBATIONS
      : parsePerturbations(await readJson(options.perturbations));
  const rule = { ...USUAL_RULE, ...(options.least === undefined ? {} : { least: options.least }) };
  const subjects = [];
  for (const [n, { id, image, mask, label }] of (await readDocument(list, lesions)).entries()) {
    const at = (path: string): string => resolve(dirname(list), path);
    const start = delineated(await readVolumeFile(at(image)), await readVolumeFile(at(mask)), label);
    const results = [extract({ ...start, label: 1, ...settings })];
    for (const [r, run] of runs.entries()) {
      // A stream of its own for each lesion and run: one more lesion does not change the others.
      const random = randomSource(options.seed, n * runs.length + r);
      const last = run.reduce((state, step) => perturb(state, step, random.uniform), start);
      results.push(extract({ ...last, label: 1, ...settings }));
    }
    subjects.push({ id, runs: results });
    message(`${id}: ${results.length} runs`);
  }
  const features = featureStability(subjects, rule);
  const kept = features.filter((f) => f.kept).map((f) => f.key);
  const { configHash, engine, catalogueVersion } = subjects[0]!.runs[0]!.provenance;
  await result(
    {
      schema: "nadir.feature-stability/1",
      rule: ruleInWords(rule),
      seed: options.seed,
      generator: "xoshiro256**",
      perturbations: runs,
      lesions: subjects.map((s) => s.id),
      provenance: { configHash, engine, catalogueVersion },
      features,
      kept,
    },
    options.out,
  );
  message(`${kept.length} of ${features.length} features are kept. ${ruleInWords(rule)}`);
}
