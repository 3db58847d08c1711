import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Example
  $ nadir link identities.csv --subjects subjects.csv --key consortium.key --new-key --out subjects-linked.csv

  identities.csv has the columns subject, system and value: one row for each fact that tells who a patient is, e.g.
    P01,mrn-munich,00412345
    P01,public-tcga,TCGA-06-0137
  Systems that begin with public- are identifiers of public collections. The table written is subjects.csv with the column
  linkTags: keyed hashes. Import that one. Trials that are to know each other's patients use the same key; keep it away from
  the platform, which never needs it. Upper and lower case, and white space, do not matter in a value; everything else does.`;

export function addLink(program: Command): void {
  program
    .command("link")
    .summary("keyed hashes of who the patients are, so that trials know each other's without any identifier")
    .description(
      "Makes the column linkTags of a table of subjects from identifying facts: HMAC-SHA-256 under a key of your own. The identifiers never reach the platform.",
    )
    .argument("<identities.csv>", "columns subject, system, value")
    .requiredOption("--subjects <file>", "the trial's table of subjects, with the column key")
    .requiredOption("--key <file>", "the linking key: 64 hexadecimal digits")
    .option("--new-key", "make the key file; refused where it exists")
    .requiredOption("--out <file>", "where to write the table with linkTags")
    .addHelpText("after", EXAMPLE)
    .action(link);
}

interface Options {
  readonly subjects: string;
  readonly key: string;
  readonly newKey?: boolean;
  readonly out: string;
}

async function link(identities: string, options: Options): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { linkedSubjects } = await import("../link/linked-subjects.ts");
  const { linkingKey } = await import("../link/linking-key.ts");
  const { readText } = await import("../read-input.ts");
  const tables = {
    identities: { file: identities, text: await readText(identities) },
    subjects: { file: options.subjects, text: await readText(options.subjects) },
  };
  const key = await linkingKey(options.key, options.newKey === true);
  const { table, subjects, linked, tags } = linkedSubjects(tables, key);
  await writeFile(options.out, table);
  message(`✓ ${tags} linked facts of ${linked} of ${subjects} subjects; written: ${options.out}`);
  await result({ subjects, linked, tags, out: options.out });
}
