import { refuse } from "@nadir/domain";
import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir lesions --image pet.nii.gz --mask lesions.nii.gz --config pet.json --out patient.json
  $ nadir lesions --image ct.nii.gz --mask lesions.nii.gz --largest 5
  $ nadir lesions --image ct.nii.gz --mask lesions.nii.gz --irradiated 2,3

  Each label of the mask is a lesion. The answer has every feature over the lesions (mean, median, quartiles, extremes with
  their lesions, sd, entropy, weighted by volume, of the largest and the smallest; sizes are summed), the features of
  all lesions taken as one region, and the vector of each lesion for models that pool by themselves.`;

interface Options {
  readonly image: string;
  readonly mask: string;
  readonly labels?: readonly number[];
  readonly largest?: number;
  readonly irradiated?: readonly number[];
  readonly entropyBins?: number;
  readonly config?: string;
  readonly out?: string;
}

export function addLesions(program: Command): void {
  program
    .command("lesions")
    .summary("the features of a patient's lesions together")
    .description("Computes every lesion of a mask and aggregates the features over them.")
    .requiredOption("--image <file>", "the volume")
    .requiredOption("--mask <file>", "the lesions, one label each")
    .option("--labels <n,n,…>", "only these labels", wholeNumbers)
    .option(
      "--irradiated <n,n,…>",
      "labels that lie in a radiotherapy field: aggregated apart from the others",
      wholeNumbers,
    )
    .option("--largest <k>", "only the k largest lesions", (text) => wholeNumbers(text)[0]!)
    .option(
      "--entropy-bins <n>",
      "bins of the entropy between least and greatest value",
      (text) => wholeNumbers(text)[0]!,
    )
    .option("--config <file>", "settings (nadir.feature-config/1)")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(lesions);
}

function wholeNumbers(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (text.trim() === "" || numbers.some((n) => !Number.isInteger(n) || n < 1))
    throw new InvalidArgumentError("Give whole numbers from 1, with commas between them.");
  return numbers;
}

async function lesions(options: Options): Promise<void> {
  const { aggregateByGroup, aggregateLesions, configFromText, extract, largestLesions } = await import(
    "@nadir/features"
  );
  const { labelCounts, maskVolumeMm3 } = await import("@nadir/imaging");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { readText } = await import("../read-input.ts");
  const config = options.config === undefined ? undefined : configFromText(await readText(options.config));
  const image = await readVolumeFile(options.image);
  const mask = await readVolumeFile(options.mask);
  const labels = options.labels ?? [...labelCounts(mask).keys()];
  const settings = config ? { config } : {};
  const notThere = (options.irradiated ?? []).filter((label) => !labels.includes(label));
  if (notThere.length > 0)
    refuse(
      "LABEL_NOT_FOUND",
      `--irradiated names the label(s) ${notThere.join(", ")}, which are not among the lesions ${labels.join(", ")}.`,
      { found: notThere.join(", "), expected: labels.join(", ") },
    );
  const sized = labels.map((label) => ({ lesion: String(label), label, volumeMm3: maskVolumeMm3(mask, label) }));
  const chosen = options.largest === undefined ? sized : largestLesions(sized, options.largest);
  const each = chosen.map((lesion) => ({
    ...lesion,
    result: extract({ image, mask, label: lesion.label, ...settings }),
  }));
  const union = extract({ image, mask, label: chosen.map((l) => l.label), ...settings });
  for (const { lesion, result: one } of each)
    for (const warning of one.warnings) message(`note ${warning.code}, lesion ${lesion}: ${warning.message}`);
  const bins = options.entropyBins === undefined ? {} : { entropyBins: options.entropyBins };
  await result(
    {
      schema: "nadir.lesion-features/1",
      config: union.config,
      provenance: union.provenance,
      lesions: each.map(({ lesion, volumeMm3, result: one }) => ({ lesion, volumeMm3, values: one.values })),
      union: union.values,
      aggregates: aggregateLesions(each, bins),
      ...(options.irradiated === undefined
        ? {}
        : {
            byField: aggregateByGroup(
              each.map((lesion) => ({
                ...lesion,
                group: options.irradiated!.includes(lesion.label) ? "irradiated" : "not-irradiated",
              })),
              bins,
            ),
          }),
    },
    options.out,
  );
}
