import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir score lipi bloods.csv
  $ nadir score signature.json patients.csv --out scores.csv
  $ nadir score development/signature.json --nomogram nomogram.svg
  $ nadir score cd8.json acquisition.csv --region tumour=tumour.json --region ring=ring.json

  SIGNATURE is a file (nadir.signature/1) or the name of a bundled one. VALUES has one row a subject and a column an input;
  'ldh [U/L]' names the unit. Features of regions come from \`nadir features --out F.json\` and belong to one subject.
  Where an input is missing there is no score, and the answer names what is missing.
  A signature whose form is 'onnx' names a model file (.onnx) that stands beside it, with its SHA-256.`;

interface Options {
  readonly region: readonly string[];
  readonly subject: string;
  readonly nomogram?: string;
  readonly out?: string;
}

export function addScore(program: Command): void {
  program
    .command("score")
    .summary("scores of a published signature")
    .description("Applies a signature from its file: scores, groups, what each input adds, and what is missing.")
    .argument("<signature>", "file, or name of a bundled signature")
    .argument("[values]", "values of subjects (CSV)")
    .option(
      "--region <name=file>",
      "features of a region; may be repeated",
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--nomogram <svg>", "draw the formula as a nomogram")
    .option("--out <file>", "write there; .csv gives one row a subject, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(score);
}

async function score(file: string, values: string | undefined, options: Options): Promise<void> {
  const { csvText, hashOf, Refusal } = await import("@nadir/domain");
  const { readSignature } = await import("../score/read-signature.ts");
  const { openScorer } = await import("../score/onnx-runtime.ts");
  const { readRegions, readValues } = await import("../score/read-values.ts");
  const { WrongUsage } = await import("../usage.ts");
  const signature = await readSignature(file);
  if (options.nomogram !== undefined) {
    const { drawNomogram } = await import("../score/draw-nomogram.ts");
    await drawNomogram(signature, options.nomogram);
    if (values === undefined && options.region.length === 0) return;
  }
  if (values === undefined && options.region.length === 0)
    throw new WrongUsage("Give values (a CSV), features of regions (--region name=file), or both.");
  const rows = values === undefined ? [{ subject: "", row: 0, values: {} }] : await readValues(values, options.subject);
  if (options.region.length > 0 && rows.length > 1)
    throw new WrongUsage(`The features of --region belong to one subject; '${values}' has ${rows.length}.`);
  const regions = await readRegions(options.region);
  const scorer = await openScorer(signature, file);
  // One subject's fault refuses the whole table: half a table of scores is no table.
  const problems = [];
  const subjects = [];
  for (const { subject, row, values: known } of rows)
    try {
      subjects.push({ subject, ...(await scorer.of({ values: known, regions })) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const p of error.problems)
        problems.push({
          ...p,
          where:
            values === undefined
              ? (p.where ?? {})
              : { file: values, row, ...(p.where?.path ? { column: p.where.path } : {}) },
        });
    }
  await scorer.close();
  if (problems.length > 0) throw new Refusal(problems);

  const { id, version, title, predicts, higherMeans, intendedUse, limits, origin, groups } = signature;
  if (options.out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(
      options.out,
      csvText(
        ["subject", "signature", "version", "status", "score", "probability", "group", "missing", "warnings"],
        subjects.map((s) => [
          s.subject,
          id,
          version,
          s.status,
          s.score,
          s.probability,
          s.group,
          s.missing.map((m) => m.input).join(" "),
          s.warnings.join(" "),
        ]),
      ),
    );
    message(`written: ${options.out}`);
  } else
    await result(
      {
        schema: "nadir.scores/1",
        // A file says nothing of a locked validation here.
        standing: "research only: not shown by a locked validation of this installation",
        signature: {
          id,
          version,
          title,
          hash: hashOf(signature),
          predicts,
          higherMeans,
          intendedUse,
          limits,
          origin,
          ...(groups ? { cutPoints: groups.origin } : {}),
        },
        subjects,
      },
      options.out,
    );
  const scored = subjects.filter((s) => s.status === "scored").length;
  message(
    `${scored} of ${subjects.length} scored${scored < subjects.length ? "; the others lack an input, which is named" : ""}. Research only: not shown by a locked validation of this installation.`,
  );
}
