import { type Command, InvalidArgumentError } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir compare-masks reader1.nii.gz reader2.nii.gz
  $ nadir compare-masks automatic.nrrd reader.nii.gz --first-label 2 --out agreement.json

  Both masks must lie on the same grid. A surface is made of the voxels with a face outside; distances go from centre to centre.`;

interface Options {
  readonly firstLabel?: number;
  readonly secondLabel?: number;
  readonly out?: string;
}

export function addCompareMasks(program: Command): void {
  program
    .command("compare-masks")
    .summary("how far two delineations of a lesion agree")
    .description("Dice and Jaccard coefficients, volumes, Hausdorff and mean surface distance of two masks.")
    .argument("<first>", "NIfTI or NRRD")
    .argument("<second>", "NIfTI or NRRD")
    .option("--first-label <n>", "the value that marks the lesion in the first mask, where it has several", label)
    .option("--second-label <n>", "the same of the second mask", label)
    .option("--out <file>", "write the answer there")
    .addHelpText("after", EXAMPLE)
    .action(compare);
}

function label(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Give a whole number above 0.");
  return value;
}

async function compare(first: string, second: string, { firstLabel, secondLabel, out }: Options): Promise<void> {
  const { compareMasks } = await import("@nadir/imaging");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const [a, b] = [await readVolumeFile(first), await readVolumeFile(second)];
  const agreement = compareMasks(a, b, { a: firstLabel, b: secondLabel });
  await result({ schema: "nadir.mask-comparison/1", first, second, ...agreement }, out);
}
