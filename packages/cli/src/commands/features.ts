import {
  type FeatureResult,
  MAP_ROLES,
  type MapRole,
  type Modality,
  REFERENCE_ROLES,
  type ReferenceRole,
} from "@nadir/domain";
import type { ExtractInput } from "@nadir/features";
import type { Volume } from "@nadir/imaging";
import { type Command, InvalidArgumentError, Option } from "commander";
import { labelOf, type RegionOptions, statedParts, VOIS } from "../region-by-parts.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir features --image ct.nii.gz --mask tumour.nii.gz --kind CT --out features.json
  $ nadir features --image t1c.nrrd --mask labels.nrrd --label 2 --config config.json --out features.csv
  $ nadir features --image flair.nii.gz --mask seg.nii.gz --part-labels "1=necrosis|2=oedema|3=non-enhancing|4=enhancing" --voi whole
  $ nadir features --image t1.nii.gz --mask lesion.nii.gz --reference brain=own --config z-score.json
  $ nadir features --image dce1.nii.gz --mask lesion.nii.gz --dynamic dce0.nii.gz dce1.nii.gz dce2.nii.gz --config kinetics.json
  $ nadir features --image pet.nii.gz --suv dose.json --mask lesion.nii.gz --reference liver=liver.nii.gz --config pet.json

  Images and masks are NIfTI (.nii, .nii.gz), NRRD or DICOM (a file, or a folder with one series). A mask on another grid than its image is refused, with both grids.
  A configuration is nadir.feature-config/1 (docs/command-line.md), JSON or YAML, or a PyRadiomics parameter file as it is;
  settings left out take their default.
  The answer carries the configuration and where the values come from (hashes, grids, engine).`;

interface Options extends RegionOptions {
  readonly image: string;
  readonly mask: string;
  readonly reference?: Readonly<Partial<Record<ReferenceRole, string>>>;
  readonly map?: Readonly<Partial<Record<MapRole, string>>>;
  readonly dynamic?: readonly string[];
  readonly suv?: string;
  readonly series?: string;
  readonly config?: string;
  readonly kind?: "ADC" | Modality;
  readonly out?: string;
  readonly table: "long" | "wide";
  readonly threads: number;
}

export function addFeatures(program: Command): void {
  program
    .command("features")
    .summary("the features of a region of an image")
    .description("Computes the features of a delineated region, each with its IBSI code, under one configuration.")
    .requiredOption("--image <file>", "the volume")
    .requiredOption("--mask <file>", "the delineation, on the volume's grid")
    .option("--label <n>", "the mask's value that marks the region, or several: 1,2,4", labelNumbers)
    .option(
      "--part-labels <label=part|…>",
      "which label is which part: 1=necrosis|2=oedema|4=enhancing (docs/manifest.md, masks)",
      statedParts,
    )
    .addOption(
      new Option("--voi <region>", "the region by its parts, with --part-labels")
        .choices(Object.keys(VOIS))
        .conflicts("label"),
    )
    .option("--reference <role=file>", "a mask of other tissue (liver=liver.nii.gz); may be repeated", references)
    .option("--map <role=file>", "another image by what it shows (ct=ct.nii.gz, cbf=cbf.nii.gz); may be repeated", maps)
    .option("--dynamic <file...>", "the moments of a dynamic series in their order, before contrast first")
    .option(
      "--suv <file>",
      "what SUV needs, for an image in Bq/mL: JSON (weightKg, injectedBq, …), a PET side-car of BIDS, or the word dicom",
    )
    .option("--series <series>", "which series of a DICOM folder, by number or UID")
    .addOption(
      new Option("--config <file>", "settings (nadir.feature-config/1, or PyRadiomics parameters)").conflicts("kind"),
    )
    .addOption(
      new Option("--kind <kind>", "usual settings for a kind of image").choices([
        "CT",
        "MR",
        "PT",
        "ADC",
        "US",
        "CR",
        "DX",
        "MG",
      ]),
    )
    .option("--out <file>", "write there; .csv and .parquet give a table, anything else JSON")
    .addOption(
      new Option("--table <form>", "of a table: one row a value, or one a region")
        .choices(["long", "wide"])
        .default("long"),
    )
    .option(
      "--threads <n>",
      "threads that share the images of a PyRadiomics configuration; the same values",
      threadCount,
      1,
    )
    .addHelpText("after", EXAMPLE)
    .action(features);
}

function labelNumbers(text: string): number | number[] {
  const labels = text.split(",").map(Number);
  if (text.trim() === "" || labels.some((n) => !Number.isInteger(n) || n < 1))
    throw new InvalidArgumentError("Give a whole number from 1, or several with commas.");
  return labels.length === 1 ? labels[0]! : labels;
}

function threadCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new InvalidArgumentError("Give a whole number from 1 to 64.");
  return count;
}

function references(text: string, before: Options["reference"]): NonNullable<Options["reference"]> {
  const [role, ...file] = text.split("=");
  const known = REFERENCE_ROLES.find((name) => name === role);
  if (!known || file.join("=") === "")
    throw new InvalidArgumentError(`Give role=file; the role is one of ${REFERENCE_ROLES.join(", ")}.`);
  return { ...before, [known]: file.join("=") };
}

function maps(text: string, before: Options["map"]): NonNullable<Options["map"]> {
  const [role, ...file] = text.split("=");
  const known = (Object.keys(MAP_ROLES) as MapRole[]).find((name) => name === role);
  if (!known || file.join("=") === "")
    throw new InvalidArgumentError(`Give role=file; the role is one of ${Object.keys(MAP_ROLES).join(", ")}.`);
  return { ...before, [known]: file.join("=") };
}

async function features(options: Options): Promise<void> {
  const { brainMask, configFor, configFromText, extract, isShareable, longTable, parquetBytes, wideTable } =
    await import("@nadir/features");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { readText } = await import("../read-input.ts");
  const config =
    options.config !== undefined
      ? configFromText(await readText(options.config))
      : options.kind === undefined
        ? undefined
        : configFor(options.kind);
  const image = await imageOf(options);
  const mask = await readVolumeFile(options.mask);
  const given: Partial<Record<ReferenceRole, Volume>> = {};
  for (const [role, file] of Object.entries(options.reference ?? {}))
    given[role as ReferenceRole] =
      role === "brain" && file === OWN_BRAIN ? brainFound(brainMask(image)) : await readVolumeFile(file);
  const others: Partial<Record<MapRole, Volume>> = {};
  for (const [role, file] of Object.entries(options.map ?? {})) others[role as MapRole] = await readVolumeFile(file);
  const dynamic: Volume[] = [];
  for (const file of options.dynamic ?? []) dynamic.push(await readVolumeFile(file));
  const asked = { image, mask, label: await labelOf(options, mask), ...(config ? { config } : {}) };
  const answer =
    options.threads > 1 && config && isShareable(config)
      ? await extractInThreads(asked, options.threads)
      : extract({ ...asked, references: given, maps: others, dynamic });
  for (const warning of answer.warnings) message(`note ${warning.code}: ${warning.message}`);
  const form = /\.(csv|parquet)$/i.exec(options.out ?? "")?.[1]?.toLowerCase();
  if (options.out === undefined || form === undefined) return result(answer, options.out);
  const { writeFile } = await import("node:fs/promises");
  const { basename } = await import("node:path");
  const results = [{ name: basename(options.mask), result: answer }];
  const table = options.table === "wide" ? wideTable(results) : longTable(results);
  if (form === "parquet") await writeFile(options.out, parquetBytes(table));
  else {
    const { csvText } = await import("@nadir/domain");
    await writeFile(
      options.out,
      csvText(
        table.columns.map(({ name }) => name),
        table.rows,
      ),
    );
  }
  message(`written: ${options.out} (${answer.values.length} features)`);
}

async function extractInThreads(input: ExtractInput, count: number): Promise<FeatureResult> {
  const { FeatureThreads } = await import("@nadir/api/compute");
  const threads = new FeatureThreads(count);
  try {
    return await threads.extract(input);
  } finally {
    await threads.close();
  }
}

/** In place of a file: the brain by the platform's own simple method. */
const OWN_BRAIN = "own";

function brainFound(mask: Volume): Volume {
  message("note: the brain was found by the simple method of nadir brain; look at it before you trust it.");
  return mask;
}

/** The image as it is, or in SUV by what `--suv` names. */
async function imageOf({ image: path, suv, series }: Options): Promise<Volume> {
  const { readVolumeFile } = await import("../read-volume-file.ts");
  if (suv === undefined) return readVolumeFile(path, series);
  const { suvOf } = await import("../suv-image.ts");
  const { image, notes } = await suvOf(path, suv, series);
  for (const note of notes) message(`note: ${note}`);
  return image;
}
