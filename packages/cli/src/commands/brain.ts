import { type Command, InvalidArgumentError } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir brain t1.nii.gz --out brain.nii.gz
  $ nadir brain t1.nii.gz --truth given.nii.gz

  A simple fallback where no dedicated tool's mask is at hand: it needs a dark gap around the brain, and may keep eyes or lose
  dark oedema at the rim. Look at the mask before you use it: nadir features --reference brain=brain.nii.gz.`;

interface Options {
  readonly out?: string;
  readonly truth?: string;
  readonly erode?: number;
  readonly close?: number;
}

export function addBrain(program: Command): void {
  program
    .command("brain")
    .summary("the brain of a head scan, without its skull")
    .description("Finds the brain in an MR image by threshold, erosion, the largest part and closing.")
    .argument("<image>", "the head (T1, T2 or FLAIR)")
    .option("--out <file>", "write the mask there (.nii or .nii.gz)")
    .option("--truth <mask>", "compare with a given brain mask (Dice)")
    .option("--erode <mm>", "how far the head is eroded to part brain and scalp (default 4)", millimetres)
    .option("--close <mm>", "gaps up to twice this are closed (default 6)", millimetres)
    .addHelpText("after", EXAMPLE)
    .action(brain);
}

function millimetres(text: string): number {
  const mm = Number(text);
  if (!(mm > 0 && mm < 100)) throw new InvalidArgumentError("Give millimetres above 0.");
  return mm;
}

async function brain(path: string, { out, truth, erode, close }: Options): Promise<void> {
  const { brainMask, USUAL_BRAIN_MASK } = await import("@nadir/features");
  const { requireSameGeometry, voxelHash, voxelVolumeMm3 } = await import("@nadir/imaging");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const settings = { erodeMm: erode ?? USUAL_BRAIN_MASK.erodeMm, closeMm: close ?? USUAL_BRAIN_MASK.closeMm };
  const image = await readVolumeFile(path);
  const mask = brainMask(image, settings);
  let voxels = 0;
  for (const x of mask.data) voxels += x;
  let dice: number | undefined;
  if (truth !== undefined) {
    const given = await readVolumeFile(truth);
    requireSameGeometry(image, given);
    let [both, other] = [0, 0];
    for (let p = 0; p < given.data.length; p++) {
      if (!given.data[p]) continue;
      other++;
      if (mask.data[p]) both++;
    }
    dice = (2 * both) / (voxels + other);
  }
  if (out !== undefined) {
    const { writeImage } = await import("../write-image.ts");
    await writeImage(out, mask, "brain, simple method of Nadir");
  }
  await result({
    schema: "nadir.brain/1",
    image: path,
    settings,
    voxels,
    volumeMl: (voxels * voxelVolumeMm3(image)) / 1000,
    imageVoxelHash: voxelHash(image),
    maskVoxelHash: voxelHash(mask),
    ...(dice === undefined ? {} : { dice }),
    ...(out === undefined ? {} : { file: out }),
  });
}
