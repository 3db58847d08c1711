import type { Command } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir prepare t1.nii.gz --config bias.json --out corrected.nii.gz --field field.nii.gz
  $ nadir prepare pet-suv.nii.gz --ct ct.nii.gz --config fusion.json --out fused.nii.gz

  Writes the image that nadir features would measure under the same configuration: fused with its CT ("fusion"), then its
  bias field taken out ("biasCorrection"). nadir features does both by itself; this is for looking at it.`;

interface Options {
  readonly config: string;
  readonly out: string;
  readonly ct?: string;
  readonly brain?: string;
  readonly field?: string;
}

export function addPrepare(program: Command): void {
  program
    .command("prepare")
    .summary("the image as its features see it: fused, bias field taken out")
    .description("Applies a configuration's fusion and bias correction to an image and writes it.")
    .argument("<image>", "the volume")
    .requiredOption("--config <file>", "settings (nadir.feature-config/1) with fusion or biasCorrection")
    .requiredOption("--out <file>", "write the image there (.nii or .nii.gz)")
    .option("--ct <file>", "the map ct of a fusion")
    .option("--brain <file>", "the reference mask brain of a bias correction")
    .option("--field <file>", "write the bias field there")
    .addHelpText("after", EXAMPLE)
    .action(prepare);
}

async function prepare(path: string, options: Options): Promise<void> {
  const { featureConfigHash, refuse } = await import("@nadir/domain");
  const { configFromText, correctBias, fuse } = await import("@nadir/features");
  const { voxelHash } = await import("@nadir/imaging");
  const { readText } = await import("../read-input.ts");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { writeImage } = await import("../write-image.ts");
  const config = configFromText(await readText(options.config));
  const { fusion, biasCorrection } = config;
  if (!fusion && !biasCorrection)
    refuse("BAD_CONFIG", "The configuration states neither fusion nor biasCorrection; there is nothing to prepare.");
  if (fusion && options.ct === undefined)
    refuse("MAP_MISSING", "The configuration's fusion needs the map 'ct'; give it with --ct.");
  const image = await readVolumeFile(path);
  const warnings: { code: string; message: string }[] = [];
  const fused = fusion ? fuse(image, await readVolumeFile(options.ct!), fusion, warnings) : image;
  const brain = options.brain === undefined ? {} : { brain: await readVolumeFile(options.brain) };
  const corrected = biasCorrection ? correctBias(fused, biasCorrection, brain) : null;
  const made = corrected?.image ?? fused;
  await writeImage(options.out, made, corrected ? "bias field taken out" : "fused");
  if (options.field !== undefined && corrected) await writeImage(options.field, corrected.field, "bias field");
  await result({
    schema: "nadir.prepared/1",
    image: path,
    file: options.out,
    config,
    configHash: featureConfigHash(config),
    imageVoxelHash: voxelHash(image),
    preparedVoxelHash: voxelHash(made),
    ...(corrected ? { biasRounds: corrected.rounds } : {}),
    warnings,
  });
}
