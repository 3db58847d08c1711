import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir appraise quadas-2 --form "Rao 2019,Hsu 2020" --reviewers anna,ben --out forms.csv
  $ nadir appraise quadas-2 forms.csv --figure quadas.svg

  One row a study and reviewer; every judgement is low, high or unclear. Where the two differ, a third row with the reviewer
  'consensus' says what they agreed on; without it the judgement stays open. The judgements are the reviewers' own.`;

export function addAppraise(program: Command): void {
  program
    .command("appraise")
    .summary("appraisal of studies by two reviewers: QUADAS-2")
    .description(
      "The form of an appraisal tool for two reviewers, and from filled-in forms their agreement and the figure.",
    )
    .argument("<tool>", "quadas-2")
    .argument("[forms.csv]", "the filled-in forms")
    .option("--form <studies>", "write an empty form for these studies, separated by commas")
    .option("--reviewers <two>", "their names, separated by a comma")
    .option("--figure <file.svg>", "write the figure there")
    .option("--out <file>", "write the empty form, or the result, there instead of to standard output")
    .addHelpText("after", EXAMPLE)
    .action(appraise);
}

interface Options {
  readonly form?: string;
  readonly reviewers?: string;
  readonly figure?: string;
  readonly out?: string;
}

async function appraise(tool: string, file: string | undefined, options: Options): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { WrongUsage } = await import("../usage.ts");
  const { agreementOf, emptyForms, readForms, reviewed } = await import("../appraise/quadas-table.ts");
  if (tool !== "quadas-2") throw new WrongUsage(`The tool is quadas-2; found '${tool}'.`);
  const parts = (text: string | undefined) =>
    (text ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  if (options.form !== undefined) {
    const [a, b, ...more] = parts(options.reviewers);
    if (!a || !b || more.length > 0 || a === b)
      throw new WrongUsage("--reviewers names two people, separated by a comma.");
    const form = emptyForms(parts(options.form), [a, b]);
    if (options.out === undefined) process.stdout.write(form);
    else {
      await writeFile(options.out, form);
      message(`written: ${options.out}`);
    }
    return;
  }
  if (file === undefined)
    throw new WrongUsage("Give the filled-in forms, or --form with the studies to make an empty one.");
  const { readText } = await import("../read-input.ts");
  const forms = readForms(file, await readText(file));
  const studies = reviewed(file, forms);
  if (options.figure !== undefined) {
    const { quadasPlot } = await import("@nadir/charts");
    await writeFile(options.figure, quadasPlot(studies, { background: true, title: "QUADAS-2" }));
    message(`written: ${options.figure}`);
  }
  const open = studies.filter((s) => Object.values(s.judgements).includes(null)).map((s) => s.study);
  message(`✓ ${studies.length} studies; ${open.length === 0 ? "none open" : `open: ${open.join(", ")}`}`);
  await result({ tool, studies, agreement: agreementOf(forms, studies) }, options.out);
}
