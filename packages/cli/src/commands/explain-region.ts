import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir explain-region signature.json --image ct.nii.gz --mask tumour.nii.gz --config config.json --name tumour --out map.nii.gz
  $ nadir explain-region signature.json patient.csv --image ct.nii.gz --mask m.nii.gz --region ring=ring.json --block 5 --out map.nii.gz

  Blocks of the region are taken out of the mask in turn, all features are computed again, and the score with them. The map
  holds, at every voxel of the region, what its block adds to the score; the answer has every block with its figures.
  It shows what the score rests on. It is no proof that the tissue there is the cause.`;

interface Options {
  readonly image: string;
  readonly mask: string;
  readonly out: string;
  readonly label?: number;
  readonly name?: string;
  readonly config?: string;
  readonly block: number;
  readonly region: readonly string[];
  readonly subject: string;
  readonly json?: string;
}

export function addExplainRegion(program: Command): void {
  program
    .command("explain-region")
    .summary("what each part of a region adds to the score of a signature, as an image")
    .description("Occlusion sensitivity: the score of a signature of image features without each block of the region.")
    .argument("<signature>", "file, or name of a bundled signature")
    .argument("[values]", "other values of the one subject (CSV)")
    .requiredOption("--image <file>", "the image")
    .requiredOption("--mask <file>", "the region")
    .requiredOption("--out <file>", "the map, as NIfTI")
    .option("--label <n>", "the mask's label", Number)
    .option("--name <region>", "the signature's name for this region; left out, it must ask for one region only")
    .option("--config <file>", "settings (nadir.feature-config/1)")
    .option("--block <mm>", "edge of a block in mm", Number, 10)
    .option(
      "--region <name=file>",
      "features of another region; may be repeated",
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--json <file>", "write the figures of the blocks there")
    .addHelpText("after", EXAMPLE)
    .action(explainRegion);
}

async function explainRegion(file: string, values: string | undefined, options: Options): Promise<void> {
  const { hashOf, refuse } = await import("@nadir/domain");
  const { configFromText, delineated, extract, occlude } = await import("@nadir/features");
  const { openScorer } = await import("../score/onnx-runtime.ts");
  const { readSignature } = await import("../score/read-signature.ts");
  const { readRegions, readValues } = await import("../score/read-values.ts");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const { readText } = await import("../read-input.ts");
  const { writeImage } = await import("../write-image.ts");
  const signature = await readSignature(file);
  const asked = [...new Set(signature.inputs.flatMap((i) => (i.from === "feature" ? [i.region] : [])))];
  const name = options.name ?? (asked.length === 1 ? asked[0] : undefined);
  if (asked.length === 0)
    refuse(
      "NO_IMAGE_FEATURES",
      `The signature '${signature.id}' has no features of images; there is no region to explain.`,
    );
  if (name === undefined || !asked.includes(name))
    return refuse("NO_REGION", `The signature has features of ${asked.join(", ")}; name one with --name.`, {
      ...(name === undefined ? {} : { found: name }),
      expected: asked.join(", "),
    });
  const rows = values === undefined ? [{ values: {} }] : await readValues(values, options.subject);
  if (rows.length !== 1)
    refuse("ONE_SUBJECT", `A map is of one subject; '${values}' has ${rows.length}.`, { found: String(rows.length) });
  const others = await readRegions(options.region);
  const settings = options.config === undefined ? {} : { config: configFromText(await readText(options.config)) };
  const region = delineated(await readVolumeFile(options.image), await readVolumeFile(options.mask), options.label);
  const scorer = await openScorer(signature, file);
  const scored = (of: ReturnType<typeof extract>) =>
    scorer.of({ values: rows[0]!.values, regions: { ...others, [name]: of } });
  // What the whole region lacks is named before anything is taken out of it.
  const features = extract({ ...region, label: 1, ...settings });
  for (const warning of features.warnings) message(`note ${warning.code}: ${warning.message}`);
  const { missing, score } = await scored(features);
  if (score === null)
    refuse("NO_SCORE", `The whole region carries no score: ${missing.map((m) => m.what).join("; ")}.`);
  const { whole, blocks, map } = await occlude(
    region,
    options.block,
    async (rest) => (await scored(extract({ ...rest, label: 1, ...settings }))).score,
  );
  await scorer.close();
  await writeImage(options.out, map, `Nadir: score change by occlusion, ${options.block} mm; research only`);
  await result(
    {
      schema: "nadir.occlusion/1",
      standing: "research only: what a score rests on, not what causes it",
      signature: { id: signature.id, version: signature.version, hash: hashOf(signature) },
      region: name,
      blockMm: options.block,
      score: whole,
      warnings: features.warnings,
      blocks,
    },
    options.json,
  );
  const without = blocks.filter((b) => b.adds === null).length;
  message(
    `${blocks.length} blocks; the score of the whole is ${whole}.${without > 0 ? ` Without ${without} of them there is no score; the answer says why.` : ""} Research only.`,
  );
}
