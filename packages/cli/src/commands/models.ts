import type { ImmuneEventTarget } from "@nadir/domain";
import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir models register lipi --trial my-trial --speaks before-treatment
  $ nadir models register card.json --trial my-trial
  $ nadir models register signature.json --trial my-trial --immune-event lung --least-grade 2 --within 180
  $ nadir models list
  $ nadir models show MODEL

  A file is a card (nadir.model-card/1) or a signature (nadir.signature/1); the name of a bundled signature does as well. A
  registered card is never changed: another text is another version, which may supersede an earlier one. A model is research-only until a locked protocol that
  froze the same signature was reported with its primary analysis shown.`;

type Speaks = "before-treatment" | "at-increase";

export function addModels(program: Command): void {
  const models = program
    .command("models")
    .summary("models of a trial and their cards")
    .description("Registers models in a trial, lists them, shows a card.")
    .addHelpText("after", EXAMPLE);
  models
    .command("register")
    .summary("register a model in a trial")
    .argument("<file>", "a card, a signature, or the name of a bundled signature")
    .requiredOption("--trial <key>", "the trial whose patients it speaks of")
    .option("--speaks <when>", "of a signature: before-treatment or at-increase", "before-treatment")
    .option("--immune-event <organ>", "of a signature that foretells an immune-related event: the organ")
    .option("--least-grade <n>", "CTCAE grade of the event that counts", "2")
    .option("--within <days>", "days of immunotherapy within which it counts", "180")
    .option("--supersedes <version>", "the version of the same model that it stands in for")
    .action(register);
  models
    .command("list")
    .summary("models with their standing")
    .option("--trial <key>", "of one trial")
    .action(async ({ trial }: { trial?: string }) => {
      const { storedModels } = await import("@nadir/api/models");
      const { asSystem } = await import("@nadir/db");
      const { withInstallation } = await import("../installation.ts");
      const all = await withInstallation(({ db }) => asSystem(db, "nadir models list", (tx) => storedModels(tx)));
      const shown = all.filter((m) => trial === undefined || m.trial === trial);
      for (const m of shown)
        message(
          `  ${m.id}  ${m.trial}  ${m.key} ${m.version}  ${m.standing.state === "validated" ? "validated" : "research only"}`,
        );
      if (shown.length === 0)
        message(trial === undefined ? "No model is registered." : `No model is registered in '${trial}'.`);
      await result(shown.map(({ card: _, ...m }) => m));
    });
  models
    .command("show")
    .summary("one card")
    .argument("<model>", "its id, or NAME of one registered once, or NAME@VERSION")
    .action(async (name: string) => {
      const { storedModels } = await import("@nadir/api/models");
      const { asSystem } = await import("@nadir/db");
      const { refuse } = await import("@nadir/domain");
      const { withInstallation } = await import("../installation.ts");
      const all = await withInstallation(({ db }) => asSystem(db, "nadir models show", (tx) => storedModels(tx)));
      const found = all.filter((m) => m.id === name || m.key === name || `${m.key}@${m.version}` === name);
      if (found.length !== 1)
        refuse(
          found.length === 0 ? "MODEL_UNKNOWN" : "MODEL_AMBIGUOUS",
          found.length === 0
            ? `There is no model '${name}'; \`nadir models list\` shows what is registered.`
            : `'${name}' names ${found.length} models; give the id of one: ${found.map((m) => `${m.id} (${m.trial}, version ${m.version})`).join(", ")}.`,
          { found: name },
        );
      await result(found[0]);
    });
}

interface RegisterOptions {
  readonly trial: string;
  readonly speaks: string;
  readonly supersedes?: string;
  readonly immuneEvent?: string;
  readonly leastGrade: string;
  readonly within: string;
}

async function register(
  file: string,
  { trial, speaks, supersedes, immuneEvent, leastGrade, within }: RegisterOptions,
): Promise<void> {
  const { registerModel } = await import("@nadir/api/models");
  const { asSystem } = await import("@nadir/db");
  const { withInstallation } = await import("../installation.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (speaks !== "before-treatment" && speaks !== "at-increase")
    throw new WrongUsage(`--speaks is '${speaks}'; it is before-treatment or at-increase.`);
  const { readTarget } = await import("../immune-target.ts");
  const target = immuneEvent === undefined ? undefined : readTarget({ organ: immuneEvent, leastGrade, within });
  const card = await readCard(file, { speaks, immuneEvent: target });
  const made = await withInstallation(({ db }) =>
    asSystem(db, `nadir models register ${card.signature.id} ${card.signature.version}`, (tx) =>
      registerModel(tx, trial, card, { supersedes }),
    ),
  );
  for (const warning of made.warnings) message(`  mind: ${warning}`);
  message(
    `${made.isNew ? "Registered" : "Was registered already"}: ${made.key} ${made.version} in ${trial}. Research only until a locked protocol shows that it holds.`,
  );
  await result(made);
}

/** A card as it stands; a signature alone becomes one that says no more than the signature does. */
async function readCard(
  file: string,
  rest: { readonly speaks: Speaks; readonly immuneEvent: ImmuneEventTarget | undefined },
) {
  const { existsSync } = await import("node:fs");
  const { cardOfSignature } = await import("@nadir/api/models");
  const { modelCard } = await import("@nadir/domain");
  const { readDocument, readJson } = await import("../read-input.ts");
  const { readSignature } = await import("../score/read-signature.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (existsSync(file) && ((await readJson(file)) as { schema?: unknown } | null)?.schema === "nadir.model-card/1") {
    if (rest.immuneEvent)
      throw new WrongUsage("A card says of itself which event it foretells; leave out --immune-event.");
    return readDocument(file, modelCard);
  }
  return cardOfSignature(await readSignature(file), rest);
}
