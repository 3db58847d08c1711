import type { Command } from "commander";
import { message, result } from "../speak.ts";

const SDTM = `
Examples
  $ nadir export sdtm my-trial --out sdtm/

  dm.csv, tu.csv, tr.csv and rs.csv after SDTMIG v3.4: the lesions, what was measured of them, the sums that each criterion of the
  trial added, and its responses; define.json names each column with its label, type and origin. A word that CDISC terminology
  has no term for stays in the original result and is listed. Subjects of sealed test sets are left out; an arm that was drawn
  and told nobody is empty.`;

export function addExportSdtm(group: Command): void {
  group
    .command("sdtm")
    .summary("tumour measurements and responses as SDTM tables")
    .description("Writes a trial's lesions, measurements and responses as SDTM DM, TU, TR and RS.")
    .argument("<trial>", "key of the trial")
    .requiredOption("--out <folder>", "a folder that is not there yet")
    .addHelpText("after", SDTM)
    .action(sdtm);
}

/** Into a folder beside the one that was named, which takes its name when all is written. */
async function sdtm(trial: string, { out }: { out: string }): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { sdtmExport } = await import("@nadir/api/sdtm");
  const { withInstallation } = await import("../installation.ts");
  const { requireNewFolder, writeWholeFolder } = await import("../whole-folder.ts");
  requireNewFolder(out);
  const { files, summary } = await withInstallation(({ db }) => sdtmExport(db, trial));
  await writeWholeFolder(out, async (folder) => {
    for (const { name, text } of files) await writeFile(join(folder, name), text);
  });
  await result(summary);
  const { records, leftOut, armsNotTold, notJudged, unmapped, mind } = summary;
  message(
    `written: ${out}, ${Object.entries(records)
      .map(([domain, rows]) => `${domain} ${rows}`)
      .join(", ")} rows${leftOut.sealed > 0 ? `; left out: ${leftOut.sealed} subjects of sealed test sets` : ""}.`,
  );
  if (armsNotTold > 0) message(`${armsNotTold} subjects without an arm: it was drawn and not told.`);
  for (const { subject, criterion, why } of notJudged)
    message(`not judged ${subject}${criterion === null ? "" : ` by ${criterion}`}: ${why}`);
  for (const { value, rows } of unmapped) message(`no CDISC term for ${value}: ${rows} rows, as it was said`);
  for (const sentence of mind) message(`note ${sentence}`);
}
