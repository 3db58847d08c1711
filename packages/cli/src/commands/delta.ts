import type { DeltaRow, FeatureResult } from "@nadir/domain";
import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir delta --baseline base.json --followup week8.json --days 56
  $ nadir delta --baseline base.json --followup week8.json --days 56 --out delta.csv

  Both files are answers of nadir features, computed with the same configuration, engine and catalogue; others are refused.
  Without --days the changes are given and the rates are not.
  Limits are {"adc_mean": {"relative": [-0.11, 0.11], "source": "QIBA DWI, brain"}, "pet_mtv@mask": {"absolute": 1.5, "source": "…"}}.`;

interface Options {
  readonly baseline: string;
  readonly followup: string;
  readonly days?: number;
  readonly repeatability?: string;
  readonly out?: string;
}

export function addDelta(program: Command): void {
  program
    .command("delta")
    .summary("the change of features between two visits")
    .description("Compares the features of a region at two visits: absolute, relative, logarithmic, per day.")
    .requiredOption("--baseline <file>", "features of the earlier visit (JSON)")
    .requiredOption("--followup <file>", "features of the later visit (JSON)")
    .option("--days <n>", "days from the earlier to the later visit", days)
    .option("--repeatability <file>", "limits by feature (JSON): a change within them is noise")
    .option("--out <file>", "write there; .csv gives a table, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(compare);
}

function days(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("Give a number of days above 0.");
  return value;
}

const FIGURES = [
  "baseline",
  "followup",
  "absolute",
  "relative",
  "logRatio",
  "ratePerDay",
  "relativeRatePerDay",
  "nadirRelative",
  "tgrPercentPerMonth",
] as const satisfies readonly (keyof DeltaRow)[];

const ANSWER = "an answer of `nadir features`";

async function compare(options: Options): Promise<void> {
  const { featureResult } = await import("@nadir/domain");
  const { delta, parseRepeatability } = await import("@nadir/features");
  const { readDocument, readJson } = await import("../read-input.ts");
  const [baseline, followup] = [
    await readDocument(options.baseline, featureResult, ANSWER),
    await readDocument(options.followup, featureResult, ANSWER),
  ];
  // The engine takes rates from less than a day as not computable, which is what an unknown interval is.
  const limits = options.repeatability === undefined ? {} : parseRepeatability(await readJson(options.repeatability));
  const rows = delta(baseline, followup, options.days ?? 0, [], limits);
  for (const [visit, { warnings }] of [
    ["baseline", baseline],
    ["follow-up", followup],
  ] as const)
    for (const warning of warnings)
      if (warning.code === "SIMULATED_IMAGE") message(`note ${warning.code} (${visit}): ${warning.message}`);
  if (options.days === undefined) message("note: without --days there are no rates.");
  if (options.out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    const { csvText } = await import("@nadir/domain");
    const columns = ["key", "id", "code", "unit", ...FIGURES, "judgement", "reasons", "images"];
    const images = imagesOf(baseline, followup);
    const cells = rows.map((row) => [
      row.key,
      row.id,
      row.code,
      row.unit,
      ...FIGURES.map((figure) => row[figure]),
      row.judgement?.verdict,
      Object.entries(row.reasons)
        .map(([name, reason]) => `${name}: ${reason}`)
        .join("; "),
      images,
    ]);
    await writeFile(options.out, csvText(columns, cells));
    message(`written: ${options.out} (${rows.length} features)`);
    return;
  }
  const { configHash, engine, catalogueVersion } = baseline.provenance;
  const answer = {
    schema: "nadir.feature-delta/1",
    days: options.days ?? null,
    provenance: {
      configHash,
      engine,
      catalogueVersion,
      baseline: sourceOf(baseline),
      followup: sourceOf(followup),
    },
    values: rows.map(({ days: _, ...row }) => row),
  };
  await result(answer, options.out);
}

const sourceOf = ({ provenance }: FeatureResult) => ({
  image: provenance.imageVoxelHash,
  mask: provenance.maskVoxelHash,
  ...(provenance.imageDescription ? { description: provenance.imageDescription } : {}),
});

/** What the two images say of themselves, for every row of a table: a simulated scan is told wherever its figures go. */
function imagesOf(baseline: FeatureResult, followup: FeatureResult): string {
  const of = (visit: string, { provenance }: FeatureResult) =>
    provenance.imageDescription ? [`${visit}: ${provenance.imageDescription}`] : [];
  return [...of("baseline", baseline), ...of("follow-up", followup)].join("; ");
}
