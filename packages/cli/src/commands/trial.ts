import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, problemLines, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir trial templates
  $ nadir trial new glioma-recurrent --id nivo-gbm --title "Nivolumab in recurrent glioblastoma" \\
      --site munich="LMU Munich" --site oslo="Oslo" --arm nivo=Nivolumab --dry-run
  $ nadir trial new solid-every-9-weeks --id p1 --title "P1" --site a=A --arm a=A --manifest trial.json

  A template names criteria, visits with windows, imaging protocol and reading charter, each with its source. With --manifest
  the trial is written there to be changed, and nothing is made: nadir import makes it. Roles are given by nadir people.`;

interface New {
  readonly id: string;
  readonly title: string;
  readonly site: readonly string[];
  readonly arm: readonly string[];
  readonly manifest?: string;
  readonly dryRun?: boolean;
  readonly out?: string;
}

export function addTrial(program: Command): void {
  const group = program.command("trial").summary("new trials, from templates").addHelpText("after", EXAMPLE);
  group
    .command("templates")
    .summary("what a trial can be made from")
    .description("Lists the templates of trials with the sources of what they say, as JSON.")
    .argument("[template]", "one of them; without it, all")
    .option("--out <file>", "write there")
    .action(templates);
  const all = (text: string, given: readonly string[]) => [...given, text];
  group
    .command("new")
    .summary("make a trial without patients")
    .description("Makes a trial from a template, with its sites and arms: all of it, or nothing.")
    .argument("<template>", "see nadir trial templates")
    .requiredOption("--id <key>", "the key of the trial")
    .requiredOption("--title <title>", "its title")
    .option("--site <key=name>", "a site (may be repeated)", all, [])
    .option("--arm <key=name>", "an arm (may be repeated)", all, [])
    .option("--manifest <file>", "write the trial there as a manifest, and make nothing")
    .option("--dry-run", "say what is wrong with it, and make nothing")
    .option("--out <file>", "write the answer there")
    .addHelpText("after", EXAMPLE)
    .action(newTrial);
}

async function templates(id: string | undefined, { out }: { out?: string }): Promise<void> {
  const { TRIAL_TEMPLATES } = await import("@nadir/domain");
  const listed = id === undefined ? TRIAL_TEMPLATES : [await templateOf(id)];
  for (const { id: name, title, summary } of listed) message(`  ${name}: ${title}. ${summary}`);
  await result({ schema: "nadir.trial-templates/1", templates: listed }, out);
}

async function templateOf(id: string) {
  const { TRIAL_TEMPLATES } = await import("@nadir/domain");
  const { WrongUsage } = await import("../usage.ts");
  const found = TRIAL_TEMPLATES.find((template) => template.id === id);
  if (found) return found;
  throw new WrongUsage(`There is no template '${id}'; there are ${TRIAL_TEMPLATES.map((t) => t.id).join(", ")}.`);
}

async function newTrial(id: string, options: New): Promise<void> {
  const { manifestOfTrial, setUpOfTemplate } = await import("@nadir/domain");
  const template = await templateOf(id);
  const { trial, charter } = setUpOfTemplate(template, {
    id: options.id,
    title: options.title,
    sites: await named(options.site, "site"),
    arms: await named(options.arm, "arm"),
  });
  if (options.manifest !== undefined) {
    await result(manifestOfTrial(trial), options.manifest);
    message(
      `written: ${options.manifest}. Change what the protocol says otherwise, then: nadir import ${options.manifest}`,
    );
    return;
  }
  const { makeTrial } = await import("@nadir/api/set-up");
  const { withInstallation } = await import("../installation.ts");
  const dryRun = options.dryRun === true;
  const made = await withInstallation(({ db, store }) =>
    makeTrial({ db, store, by: "system", trial, charter, beganFrom: template.id, dryRun }),
  );
  for (const warning of made.warnings) message(`note ${warning.message}`);
  for (const line of problemLines(made.problems)) message(line);
  await result({ ...made, template: template.id }, options.out);
  if (made.problems.length > 0) throw new Ended(1);
  message(
    made.made
      ? `✓ ${options.id} is made. An administrator: nadir people grant ADDRESS administrator@${options.id}`
      : `${options.id}: nothing is wrong with it; nothing was made (dry run).`,
  );
}

/** `munich=LMU Munich` */
async function named(texts: readonly string[], what: string): Promise<{ id: string; name: string }[]> {
  const { WrongUsage } = await import("../usage.ts");
  if (texts.length === 0) throw new WrongUsage(`A trial has at least one ${what}: --${what} key=name.`);
  return texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1 || text.slice(at + 1).trim() === "")
      throw new WrongUsage(`--${what} '${text}' is not written as key=name, e.g. --${what} munich="LMU Munich".`);
    return { id: text.slice(0, at), name: text.slice(at + 1).trim() };
  });
}
