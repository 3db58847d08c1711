import type { Command } from "commander";
import { message, result } from "../speak.ts";

interface Signing {
  readonly as: string;
  readonly signIn?: string;
}

/** QUADAS-2 of one's own study: what the portal's form does, with the form as JSON. */
export function addValidateQuadas(validate: Command): void {
  validate
    .command("quadas-2")
    .summary("QUADAS-2 of a protocol's own study: show the form with the evidence, or save a filled-in one")
    .description(
      "Without a file it gives the person's form (empty before the first), its versions and what plan and record say for each domain. With a file it saves the form as the next version, a draft or final by its field 'state'.",
    )
    .argument("<protocol>", "id or family")
    .argument("[form]", "nadir.quadas-2/1 as JSON")
    .requiredOption("--as <person>", "who assesses")
    .option("--sign-in <file>", "passwords, instead of asking at the terminal")
    .action(quadas);
}

async function quadas(named: string, file: string | undefined, options: Signing): Promise<void> {
  const { withInstallation } = await import("../installation.ts");
  const { protocolOf } = await import("../validate/protocol-of.ts");
  const { signatoryOf } = await import("../validate/signatory.ts");
  const api = await import("@nadir/api/trial-validation");
  const { emptyAssessment, readAssessment } = await import("@nadir/domain");
  const { readJson } = await import("../read-input.ts");
  const form = file === undefined ? null : readAssessment(file, await readJson(file));
  await withInstallation(async ({ db, home }) => {
    const person = await signatoryOf(db, home, { who: options.as, signIn: options.signIn });
    await api.requireAuthenticated(person, "authored");
    const { id, family } = await protocolOf(db, named);
    const of = { personId: person.personId, protocolId: id };
    const { own, lines, evidence } = await api.readAppraisal(db, of);
    if (form === null) {
      await result({ form: own?.document ?? emptyAssessment(), version: own?.version ?? 0, versions: lines, evidence });
      return;
    }
    const saved = await api.saveAppraisal(db, of, { form, seen: own?.version ?? 0 });
    message(`✓ ${family}: QUADAS-2 version ${saved.version}, ${saved.state}.`);
    await result({ protocolId: id, ...saved });
  });
}
