import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir suv scans/P01-pet --out pet-suv.nii.gz
  $ nadir suv pet.nii.gz --sidecar pet.json --out pet-suv.nii.gz
  $ nadir suv pet.nii.gz --facts dose.json

  A DICOM folder has all that SUV needs in its headers; a NIfTI file comes with a PET side-car of BIDS, or with facts as
  nadir features --suv takes them. What is missing or contradictory is named, tag by tag, and refused.`;

interface Options {
  readonly sidecar?: string;
  readonly facts?: string;
  readonly series?: string;
  readonly out?: string;
}

export function addSuv(program: Command): void {
  program
    .command("suv")
    .summary("a PET image in SUV, from its DICOM headers or side-car")
    .description(
      "Turns a PET image into SUV by body weight: weight, activity, half-life, times and decay correction from DICOM headers, a BIDS side-car or a file of facts.",
    )
    .argument("<pet>", "a DICOM folder, or a NIfTI or NRRD file in Bq/mL")
    .option("--sidecar <file>", "the side-car of a NIfTI file (BIDS PET JSON)")
    .option("--facts <file>", "weightKg, injectedBq … (JSON), as nadir features --suv takes them")
    .option("--series <series>", "which series of a folder, by number or UID")
    .option("--out <file>", "write the image in SUV there (.nii or .nii.gz)")
    .addHelpText("after", EXAMPLE)
    .action(suv);
}

async function suv(path: string, options: Options): Promise<void> {
  const { suvOf } = await import("../suv-image.ts");
  const { WrongUsage } = await import("../usage.ts");
  if (options.sidecar !== undefined && options.facts !== undefined)
    throw new WrongUsage("Give --sidecar or --facts, not both.");
  const { image, ...told } = await suvOf(path, options.sidecar ?? options.facts ?? "dicom", options.series);
  if (options.out !== undefined) {
    const { writeImage } = await import("../write-image.ts");
    await writeImage(options.out, image, "SUVbw g/mL");
  }
  for (const note of told.notes) message(`note: ${note}`);
  await result({
    schema: "nadir.suv/1",
    image: path,
    ...told,
    ...(options.out === undefined ? {} : { file: options.out }),
  });
}
