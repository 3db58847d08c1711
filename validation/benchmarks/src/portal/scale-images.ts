import { makeVolume, writeNifti } from "@nadir/imaging";
import { randomSource } from "@nadir/statistics";

/** The share of the trial's patients that has images, at which visits; enough for features, figures and lists of them. */
const IMAGED = { patients: 40, visits: ["v0", "v1"] } as const;
const DIMS = [12, 12, 8] as const;
const SPACING = [2, 2, 3] as const;
const TISSUE_HU = 40;
const NOISE_HU = 15;

export interface ScaleImages {
  /** Rows of the tables `images` and `masks`, heads first. */
  readonly tables: { readonly images: readonly string[]; readonly masks: readonly string[] };
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Small invented CT volumes with the mask of a ball, which grows or shrinks from patient to patient. Nobody was scanned: every
 * row says `simulated`. The same bytes every time.
 */
export function scaleImages(patients: number): ScaleImages {
  const random = randomSource(20261129);
  const images = ["subject,visit,id,file,modality,description,unit,simulated"];
  const masks = ["subject,visit,image,lesion,file,authorKind,author"];
  const files = new Map<string, Uint8Array>();
  for (let p = 0; p < Math.min(patients, IMAGED.patients); p++) {
    const subject = `S${String(p + 1).padStart(4, "0")}`;
    for (const [v, visit] of IMAGED.visits.entries()) {
      const [image, mask] = [`images/${subject}-${visit}.nii`, `masks/${subject}-${visit}.nii`];
      const inBall = ball(3.2 + 0.04 * (p % 20) * (v === 0 ? 0 : p % 2 ? 1 : -1));
      files.set(
        image,
        volume((at) => TISSUE_HU + (inBall(at) ? 30 : 0) + NOISE_HU * (random.uniform() - 0.5)),
      );
      files.set(
        mask,
        volume((at) => (inBall(at) ? 1 : 0)),
      );
      images.push(
        [subject, visit, `${visit}-ct`, image, "CT", "portal venous phase (invented)", "HU", "yes"].join(","),
      );
      masks.push([subject, visit, `${visit}-ct`, "T1", mask, "simulation", "benchmark"].join(","));
    }
  }
  return { tables: { images, masks }, files };
}

const volume = (value: (at: number) => number): Uint8Array =>
  writeNifti(
    makeVolume({
      data: Float32Array.from({ length: DIMS[0] * DIMS[1] * DIMS[2] }, (_, at) => value(at)),
      dims: DIMS,
      spacing: SPACING,
    }),
  );

/** Whether a voxel lies in a ball of `radius` voxels of the first axis around the middle of the volume. */
function ball(radius: number): (at: number) => boolean {
  return (at) => {
    const place = [at % DIMS[0], Math.floor(at / DIMS[0]) % DIMS[1], Math.floor(at / (DIMS[0] * DIMS[1]))];
    const mm = place.map((n, axis) => (n - (DIMS[axis]! - 1) / 2) * SPACING[axis]!);
    return Math.hypot(...mm) <= radius * SPACING[0];
  };
}
