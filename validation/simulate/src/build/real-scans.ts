import { gunzipSync } from "node:zlib";
import { crop, makeVolume, readNifti, readNrrd, regionOf, type Triple, type Volume } from "@nadir/imaging";
import type { Base, ModalityKey } from "../courses.ts";
import { centroidOf, type NoiseModel, type RealScan } from "../simulate-lesions.ts";
import type { ReadSource } from "./built-trial.ts";

/** What a modality is called in the record, and how its simulated scans are roughened. */
export interface ModalityFacts {
  readonly modality: "CT" | "MR" | "PT";
  readonly description: string;
  readonly unit: "HU" | "SUV" | "arbitrary";
  readonly noise: NoiseModel;
  /** Values of soft tissue. */
  readonly tissue: readonly [low: number, high: number];
  /** Whole numbers (int16) or single precision. */
  readonly whole: boolean;
}

export const MODALITIES: Readonly<Record<ModalityKey, ModalityFacts>> = {
  ct: {
    modality: "CT",
    description: "CT",
    unit: "HU",
    noise: { sd: 6, relative: 0, above: -900 },
    tissue: [-150, 150],
    whole: true,
  },
  pet: {
    modality: "PT",
    description: "FDG PET SUVbw",
    unit: "SUV",
    noise: { sd: 0, relative: 0.04, above: 0 },
    tissue: [0.2, 2.5],
    whole: false,
  },
  t1: {
    modality: "MR",
    description: "T1",
    unit: "arbitrary",
    noise: { sd: 2, relative: 0.015, above: 0 },
    tissue: [60, 500],
    whole: true,
  },
  t1c: {
    modality: "MR",
    description: "T1 post-contrast",
    unit: "arbitrary",
    noise: { sd: 4, relative: 0.01, above: 20 },
    tissue: [300, 900],
    whole: true,
  },
};

const STS = "ibsi_validation_sts";
const SOURCES: Readonly<Record<Base, Partial<Record<ModalityKey, readonly [image: string, mask: string]>>>> = {
  STS_001: {
    ct: [`${STS}/STS_001/CT_image.nii.gz`, `${STS}/STS_001/CT_mask.nii.gz`],
    pet: ["bench/sts001-pet-suv-image.nii.gz", "bench/sts001-pet-suv-mask.nii.gz"],
    t1: ["bench/sts001-mr-t1-image.nii.gz", "bench/sts001-mr-t1-mask.nii.gz"],
  },
  STS_008: {
    ct: [`${STS}/STS_008/CT_image.nii.gz`, `${STS}/STS_008/CT_mask.nii.gz`],
    pet: [`${STS}/STS_008/PET_image.nii.gz`, `${STS}/STS_008/PET_mask.nii.gz`],
    t1: [`${STS}/STS_008/MR_T1_image.nii.gz`, `${STS}/STS_008/MR_T1_mask.nii.gz`],
  },
  brain1: { t1c: ["pyradiomics_cases/brain1_image.nrrd", "pyradiomics_cases/brain1_label.nrrd"] },
};
/** Kept around the lesion's box, mm: room for growth and for the lesions that are put beside it. */
const MARGIN_MM: Readonly<Record<Base, Triple>> = {
  STS_001: [24, 24, 26],
  STS_008: [40, 40, 36],
  brain1: [32, 32, 200],
};

/** The brain lesion lies against the skull: its outer side stays, so that it grows and shrinks towards the midline. */
const ANCHOR: Readonly<Record<Base, Triple>> = { STS_001: [0, 0, 0], STS_008: [0, 0, 0], brain1: [-14, 0, 0] };

export type RealScans = ReadonlyMap<ModalityKey, RealScan>;

/** The real scans of a patient, cut to the lesion with a margin, with one lesion centroid for all modalities. */
export async function readRealScans(read: ReadSource, base: Base): Promise<RealScans> {
  const scans = new Map<ModalityKey, RealScan>();
  let centroid: Triple | undefined;
  for (const [key, [imagePath, maskPath]] of Object.entries(SOURCES[base]) as [
    ModalityKey,
    readonly [string, string],
  ][]) {
    const image = await readVolume(read, imagePath);
    const mask = await readVolume(read, maskPath);
    centroid ??= centroidOf(mask, 1);
    const { box } = regionOf(mask, 1);
    const grow = (side: -1 | 1, corner: Triple): Triple =>
      corner.map((n, c) => {
        const moved = n + side * Math.ceil(MARGIN_MM[base][c]! / image.spacing[c]!);
        return Math.min(Math.max(moved, 0), image.dims[c]! - 1);
      }) as unknown as Triple;
    const part = { min: grow(-1, box.min), max: grow(1, box.max) };
    scans.set(key, {
      image: stored(crop(image, part), MODALITIES[key].whole),
      mask: makeVolume({ ...crop(mask, part), data: Uint8Array.from(crop(mask, part).data as ArrayLike<number>) }),
      centroid,
      anchor: ANCHOR[base],
      massEffect: base !== "brain1",
      tissue: MODALITIES[key].tissue,
    });
  }
  return scans;
}

async function readVolume(read: ReadSource, path: string): Promise<Volume> {
  const bytes = await read(path);
  return path.endsWith(".nrrd") ? readNrrd(bytes, (packed) => gunzipSync(packed)) : readNifti(gunzipSync(bytes));
}

/** The volume in the type in which it is bundled; rounding to whole units is told in ORIGIN.md. */
function stored(volume: Volume, whole: boolean): Volume {
  const { data, dims, spacing, affine } = volume;
  const values = whole
    ? Int16Array.from(data as ArrayLike<number>, (value) => Math.round(value))
    : Float32Array.from(data as ArrayLike<number>);
  return makeVolume({ data: values, dims, spacing, affine });
}
