import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { labelsOfParts, lesionPartsOf, type Problem, Refusal } from "@nadir/domain";
import {
  describeGeometry,
  type Geometry,
  geometryDifferences,
  readNifti,
  rememberVoxelHash,
  type Volume,
  voxelBytes,
} from "@nadir/imaging";
import { checkPartLabels } from "./check-part-labels.ts";
import { badFileName } from "./file-name.ts";
import { grouped } from "./grouped.ts";
import type { TrialFiles } from "./trial-files.ts";
import { atRow, type ReadTables } from "./trial-tables.ts";
import type { ReadRow } from "./typed-rows.ts";

/** What the import keeps of an image or mask file. */
export interface FileFacts {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly geometry: Geometry;
}

export interface ImageFindings {
  readonly problems: readonly Problem[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Reads every image with its masks: the file is there and is NIfTI, the mask lies on the image's grid, its label is
 * in it, its parts are what the row says, and no voxel of the lesion is NaN. One image is held in memory at a time. Of a row with faults, what could be read
 * of it is checked.
 */
export async function checkImages(
  files: TrialFiles,
  tables: Pick<ReadTables, "images" | "masks">,
  onImage: (done: number, total: number) => void,
): Promise<ImageFindings> {
  const problems: Problem[] = [];
  const facts = new Map<string, FileFacts>();
  const place = (...names: (string | undefined)[]): string => names.map((name) => name ?? "").join("\u001f");
  const labels = new Map<ReadRow<"masks">, ReadonlySet<number>>();
  const masksOf = grouped(tables.masks, ({ value }) => place(value.subject, value.visit, value.image));
  let done = 0;
  for (const row of tables.images) {
    const { subject, visit, id } = row.value;
    const image = await readVolume(files, row, problems, facts);
    const here = place(subject, visit, id);
    for (const mask of masksOf.get(here) ?? []) await checkMask(files, mask, row, image, problems, facts, labels);
    masksOf.delete(here);
    onImage(++done, tables.images.length);
  }
  // Masks of an image that no row names: that is told elsewhere, what is wrong with their files here.
  for (const mask of [...masksOf.values()].flat())
    await checkMask(files, mask, undefined, undefined, problems, facts, labels);
  problems.push(...checkPartLabels(tables.masks, labels));
  return { problems, facts };
}

async function readVolume(
  files: TrialFiles,
  row: ReadRow<"images"> | ReadRow<"masks">,
  problems: Problem[],
  facts: Map<string, FileFacts>,
): Promise<Volume | undefined> {
  const name = row.value.file;
  if (name === undefined) return undefined;
  const tell = (code: string, sentence: string): undefined => {
    problems.push(atRow(row, code, "file", sentence, { found: name }));
    return undefined;
  };
  const bad = badFileName(name);
  if (bad) return tell("BAD_FILE_NAME", `'${name}' ${bad}; name a file beside the manifest.`);
  if (!/\.nii(\.gz)?$/i.test(name))
    return tell("NOT_NIFTI", `'${name}' is not named .nii or .nii.gz; bring images and masks as NIfTI.`);
  const bytes = await files.read(name);
  if (!bytes) return tell("FILE_MISSING", `there is no file '${name}' beside the manifest.`);
  try {
    const volume = readNifti(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
    rememberVoxelHash(volume, sha256(voxelBytes(volume)));
    const { dims, spacing, affine } = volume;
    facts.set(name, { name, sha256: sha256(bytes), bytes: bytes.length, geometry: { dims, spacing, affine } });
    return volume;
  } catch (error) {
    const why = error instanceof Refusal ? error.message : `it cannot be unpacked (${(error as Error).message})`;
    return tell("UNREADABLE_IMAGE", `'${name}' cannot be read as NIfTI: ${why}`);
  }
}

async function checkMask(
  files: TrialFiles,
  row: ReadRow<"masks">,
  imageRow: ReadRow<"images"> | undefined,
  image: Volume | undefined,
  problems: Problem[],
  facts: Map<string, FileFacts>,
  labels: Map<ReadRow<"masks">, ReadonlySet<number>>,
): Promise<void> {
  const mask = await readVolume(files, row, problems, facts);
  if (!mask) return;
  const { label, partLabels } = row.value;
  const parts = new Set(partLabels && !row.unread.has("partLabels") ? labelsOfParts(lesionPartsOf(partLabels)) : []);
  if (parts.size > 0) labels.set(row, new Set([...new Set(mask.data as Iterable<number>)].filter((at) => at !== 0)));
  let voxels = 0;
  let notNumbers = 0;
  const differ = image ? geometryDifferences(image, mask) : [];
  if (image && differ.length > 0)
    problems.push(
      atRow(
        row,
        "GEOMETRY_MISMATCH",
        "file",
        `the mask '${row.value.file}' does not lie on the grid of its image '${imageRow?.value.file}' (${differ.join(", ")}). Image: ${describeGeometry(image)}. Mask: ${describeGeometry(mask)}. Put the mask on the image's grid first.`,
        { found: describeGeometry(mask), expected: describeGeometry(image) },
      ),
    );
  const onGrid = image !== undefined && !differ.includes("size");
  for (let at = 0; at < mask.data.length; at++) {
    const isLesion = mask.data[at] === label;
    if (isLesion) voxels++;
    else if (!parts.has(mask.data[at]!)) continue;
    if (onGrid && Number.isNaN(image.data[at]!)) notNumbers++;
  }
  if (voxels === 0 && label !== undefined) {
    const labels = [...new Set(mask.data as Iterable<number>)].filter((l) => l !== 0).sort((a, b) => a - b);
    problems.push(
      atRow(
        row,
        "LABEL_ABSENT",
        "label",
        `the label ${label} is not in the mask '${row.value.file}'; ${labels.length ? `it holds ${labels.slice(0, 8).join(", ")}` : "every voxel of it is 0"}.`,
        { found: String(label), expected: labels.slice(0, 8).join(", ") },
      ),
    );
  }
  if (notNumbers > 0)
    problems.push(
      atRow(
        row,
        "NAN_IN_LESION",
        "file",
        `${notNumbers} ${parts.size > 0 ? "voxels of the lesion and its parts" : `of ${voxels} voxels of the lesion`} are NaN in the image '${imageRow?.value.file}'; a lesion needs a number in every voxel.`,
        { found: String(notNumbers), expected: "0" },
      ),
    );
}
