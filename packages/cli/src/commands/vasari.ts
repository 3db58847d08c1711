import type { VasariMaskAnswer } from "@nadir/domain";
import type { Command } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir vasari reader-a.json --out readings.json
  $ nadir vasari reader-a.json --second reader-b.json --parts features.json

  A file holds one reading (nadir.vasari/1) or a list of them. The answer has each reading as rows of the feature table;
  with a second reader the agreement on every item; with the family 'parts' of nadir features the answers that the
  masks give, beside the reader's.`;

interface Options {
  readonly second?: string;
  readonly parts?: string;
  readonly out?: string;
}

export function addVasari(program: Command): void {
  program
    .command("vasari")
    .summary("readings of the VASARI form as features, and readers' agreement")
    .description("Checks readings of the VASARI form and turns them into rows of the feature table.")
    .argument("<readings>", "one reader's readings (JSON)")
    .option("--second <file>", "another reader's, for agreement")
    .option("--parts <file>", "an answer of nadir features with the family 'parts'")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(vasari);
}

async function vasari(file: string, options: Options): Promise<void> {
  const { featureResult, refuse, vasariReading } = await import("@nadir/domain");
  const { vasariOfParts, vasariValues } = await import("@nadir/features");
  const { vasariAgreement } = await import("@nadir/risk");
  const { readDocument, readJson } = await import("../read-input.ts");
  const { z } = await import("zod");
  const read = async (path: string) => {
    const isList = Array.isArray(await readJson(path));
    return isList ? readDocument(path, z.array(vasariReading).min(1)) : [await readDocument(path, vasariReading)];
  };
  const first = await read(file);
  const second = options.second === undefined ? null : await read(options.second);
  const parts = options.parts === undefined ? null : await readDocument(options.parts, featureResult);
  const table = [...first, ...(second ?? [])].map((reading) => ({
    subject: reading.subject,
    visit: reading.visit,
    reader: reading.reader,
    values: vasariValues(reading),
  }));
  const labels = parts?.config.parts?.labels;
  if (parts && !labels)
    refuse(
      "SETTINGS_MISSING",
      `${options.parts} has no family 'parts': its configuration does not say which labels are which part.`,
    );
  const measured = parts && labels ? vasariOfParts(parts.values, labels) : null;
  await result(
    {
      schema: "nadir.vasari-features/1",
      version: first[0]!.version,
      readings: table,
      ...(second ? { agreement: vasariAgreement(first, second) } : {}),
      ...(measured ? { measured: codesOf(measured), notComputable: reasonsOf(measured) } : {}),
    },
    options.out,
  );
}

const codesOf = (answers: readonly VasariMaskAnswer[]) =>
  Object.fromEntries(answers.flatMap(({ id, code }) => (code === null ? [] : [[id, code]])));
const reasonsOf = (answers: readonly VasariMaskAnswer[]) =>
  Object.fromEntries(answers.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason]])));
