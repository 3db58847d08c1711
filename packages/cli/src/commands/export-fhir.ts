import type { Command } from "commander";
import { message, result } from "../speak.ts";

const FHIR = `
Examples
  $ nadir export fhir my-trial --out fhir/
  $ nadir export fhir my-trial --out fhir/ --bundle

  HL7 FHIR R4 (4.0.1): one NDJSON file a type of resource (Patient.ndjson, Observation.ndjson …), or with --bundle all of them as
  one Bundle of the type collection, and export.json, which says what is in it and what has no code. Scans, lesions, what was
  measured, sums and responses by each criterion, blood, treatments, adverse events, and who signed, by account and not by name.
  Subjects of sealed test sets are left out; an arm that was drawn and told nobody is not there.`;

export function addExportFhir(group: Command): void {
  group
    .command("fhir")
    .summary("a trial as HL7 FHIR R4 resources")
    .description("Writes what the record holds of a trial, and its responses, as FHIR R4.")
    .argument("<trial>", "key of the trial")
    .requiredOption("--out <folder>", "a folder that is not there yet")
    .option("--bundle", "one bundle.json instead of a file a type")
    .addHelpText("after", FHIR)
    .action(fhir);
}

type Made = Awaited<ReturnType<typeof import("@nadir/api/fhir")["fhirExport"]>>;

/** Into a folder beside the one that was named, which takes its name when all is written. */
async function fhir(trial: string, { out, bundle }: { out: string; bundle?: boolean }): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { fhirExport } = await import("@nadir/api/fhir");
  const { withInstallation } = await import("../installation.ts");
  const { requireNewFolder, writeWholeFolder } = await import("../whole-folder.ts");
  requireNewFolder(out);
  const { files, summary } = await withInstallation(({ db }) => fhirExport(db, trial));
  await writeWholeFolder(out, async (folder) => {
    // Piece by piece: a large trial is longer than a text can be.
    if (bundle) await writeFile(join(folder, "bundle.json"), bundleOf(trial, files));
    else for (const { name, lines } of files) await writeFile(join(folder, name), ndjson(lines));
    await writeFile(join(folder, "export.json"), `${JSON.stringify(summary, null, 1)}\n`);
  });
  await result(summary);
  tell(out, summary);
}

/** Lines are written in portions: one write each would take longer than all else. */
const PORTION = 1000;

function* ndjson(lines: readonly string[]): Generator<string> {
  for (let i = 0; i < lines.length; i += PORTION) yield `${lines.slice(i, i + PORTION).join("\n")}\n`;
}

/** Entries under one base address, from which the references between them are found (FHIR R4, 2.36.4.1). */
function* bundleOf(trial: string, files: Made["files"]): Generator<string> {
  yield '{"resourceType":"Bundle","type":"collection","entry":[';
  let isFirst = true;
  for (const { type, lines } of files)
    for (const line of lines) {
      const { id } = JSON.parse(line) as { id: string };
      yield `${isFirst ? "" : ","}\n{"fullUrl":"https://nadir.invalid/${trial}/${type}/${id}","resource":${line}}`;
      isFirst = false;
    }
  yield "\n]}\n";
}

function tell(out: string, { resources, leftOut, armsNotTold, notJudged, unmapped, mind }: Made["summary"]): void {
  const counts = Object.entries(resources).map(([type, n]) => `${type} ${n}`);
  const sealed = leftOut.sealed > 0 ? `; left out: ${leftOut.sealed} subjects of sealed test sets` : "";
  message(`written: ${out}, ${counts.join(", ")}${sealed}.`);
  if (armsNotTold > 0) message(`${armsNotTold} subjects without an arm: it was drawn and not told.`);
  for (const { subject, criterion, why } of notJudged)
    message(`not judged ${subject}${criterion === null ? "" : ` by ${criterion}`}: ${why}`);
  for (const { value, places } of unmapped) message(`no code for ${value}: in ${places} places, as it was said`);
  for (const sentence of mind) message(`note ${sentence}`);
}
