import { type Command, InvalidArgumentError, Option } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir features --image ct.nii.gz --mask tumour.nii.gz --kind CT --out features.json
  $ nadir features --image t1c.nrrd --mask labels.nrrd --label 2 --config config.json --out features.csv

  Images and masks are NIfTI (.nii, .nii.gz) or NRRD. A mask on another grid than its image is refused, with both grids.
  A configuration is nadir.feature-config/1 (docs/command-line.md), JSON or YAML, or a PyRadiomics parameter file as it is;
  settings left out take their default.
  The answer carries the configuration and where the values come from (hashes, grids, engine).`;

interface Options {
  readonly image: string;
  readonly mask: string;
  readonly label?: number;
  readonly config?: string;
  readonly kind?: "CT" | "MR" | "PT" | "ADC";
  readonly out?: string;
}

export function addFeatures(program: Command): void {
  program
    .command("features")
    .summary("the features of a region of an image")
    .description("Computes the features of a delineated region, each with its IBSI code, under one configuration.")
    .requiredOption("--image <file>", "the volume")
    .requiredOption("--mask <file>", "the delineation, on the volume's grid")
    .option("--label <n>", "the mask's value that marks the region (needed when it holds several)", labelNumber)
    .addOption(
      new Option("--config <file>", "settings (nadir.feature-config/1, or PyRadiomics parameters)").conflicts("kind"),
    )
    .addOption(new Option("--kind <kind>", "usual settings for a kind of image").choices(["CT", "MR", "PT", "ADC"]))
    .option("--out <file>", "write there; .csv gives a table, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(features);
}

function labelNumber(text: string): number {
  const label = Number(text);
  if (!Number.isInteger(label) || label < 1) throw new InvalidArgumentError("Give a whole number from 1.");
  return label;
}

async function features(options: Options): Promise<void> {
  const { catalogueEntryOf, configFor, configFromText, extract } = await import("@nadir/features");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { readText } = await import("../read-input.ts");
  const config =
    options.config !== undefined
      ? configFromText(await readText(options.config))
      : options.kind === undefined
        ? undefined
        : configFor(options.kind);
  const image = await readVolumeFile(options.image);
  const mask = await readVolumeFile(options.mask);
  const answer = extract({ image, mask, label: options.label, ...(config ? { config } : {}) });
  for (const warning of answer.warnings) message(`note ${warning.code}: ${warning.message}`);
  if (options.out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    const { csvText } = await import("@nadir/domain");
    const columns = ["key", "id", "code", "aggregation", "unit", "value", "reason"];
    const rows = answer.values.map((v) => [
      v.key,
      v.id,
      v.code,
      v.aggregation,
      catalogueEntryOf(v.id)?.unit,
      v.value,
      v.reason,
    ]);
    await writeFile(options.out, csvText(columns, rows));
    message(`written: ${options.out} (${rows.length} features)`);
  } else await result(answer, options.out);
}
