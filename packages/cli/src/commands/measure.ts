import { type Command, InvalidArgumentError, Option } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir measure --mask tumour.nii.gz
  $ nadir measure --mask labels.nii.gz --label 2 --plane acquisition
  $ nadir measure --mask labels.nrrd --out sizes.csv

  The answer has one entry a label, with the slice (counted from 0 along "axis") that each figure comes from. Outlines run
  half-way between voxels inside and outside, so that one voxel measures one voxel side.`;

interface Options {
  readonly mask: string;
  readonly label?: number;
  readonly plane: "axial" | "acquisition";
  readonly out?: string;
}

export function addMeasure(program: Command): void {
  program
    .command("measure")
    .summary("diameters, products and volume of the regions of a mask")
    .description(
      "Derives from a delineation what readers measure by hand: the longest diameter in a slice, the longest one across it, the short axis, their product, and the volume.",
    )
    .requiredOption("--mask <file>", "the delineation (NIfTI or NRRD)")
    .option("--label <n>", "the mask's value that marks the region (without it: every one)", labelNumber)
    .addOption(
      new Option("--plane <plane>", "the slices in which diameters are taken")
        .choices(["axial", "acquisition"])
        .default("axial"),
    )
    .option("--out <file>", "write there; .csv gives a table, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(measure);
}

function labelNumber(text: string): number {
  const label = Number(text);
  if (!Number.isInteger(label) || label < 1) throw new InvalidArgumentError("Give a whole number from 1.");
  return label;
}

async function measure({ mask: path, label, plane, out }: Options): Promise<void> {
  const { labelCounts, lesionSize } = await import("@nadir/imaging");
  const { readVolumeFile } = await import("../read-volume-file.ts");
  const mask = await readVolumeFile(path);
  const found = label === undefined ? [...labelCounts(mask).keys()] : [label];
  // An empty mask has no label to go through: measuring it says so.
  const regions = (found.length === 0 ? [undefined] : found).map((each) => ({
    label: each ?? null,
    ...lesionSize(mask, each, plane),
  }));
  if (!out?.toLowerCase().endsWith(".csv")) return result({ mask: path, plane, regions }, out);
  const { writeFile } = await import("node:fs/promises");
  const { csvText } = await import("@nadir/domain");
  const columns = [
    "label",
    "plane",
    "axis",
    "longest_mm",
    "perpendicular_mm",
    "slice",
    "short_axis_mm",
    "short_axis_slice",
    "product_mm2",
    "largest_product_mm2",
    "largest_product_slice",
    "volume_mm3",
    "slices",
  ];
  const rows = regions.map((r) => [
    r.label,
    r.plane,
    "ijk"[r.axis],
    r.longest.longestMm,
    r.longest.perpendicularMm,
    r.longest.slice,
    r.shortAxis.value,
    r.shortAxis.slice,
    r.product.value,
    r.largestProduct.value,
    r.largestProduct.slice,
    r.volumeMm3,
    r.sliceCount,
  ]);
  await writeFile(out, csvText(columns, rows));
  message(`written: ${out} (${rows.length} ${rows.length === 1 ? "region" : "regions"})`);
}
