import { Refusal } from "@nadir/domain";
import { z } from "zod";

const number = z.number();
const positive = z.number().positive();

/** One way in which the same lesion could have come out differently (Zwanenburg et al., Sci Rep 2019;9:614). */
export const perturbation = z.discriminatedUnion("kind", [
  /** The grid moved by fractions of a voxel along i, j, k. */
  z.strictObject({ kind: z.literal("translation"), voxels: z.tuple([number, number, number]).readonly() }),
  /** The grid turned in the plane of the slices about the region's centre. */
  z.strictObject({ kind: z.literal("rotation"), degrees: number }),
  /** Normal noise added, of an sd in the image's unit, or of that which the image shows (Chang et al., 2000). */
  z.strictObject({ kind: z.literal("noise"), sd: z.union([positive, z.literal("estimated")]) }),
  /** The contour moved along its normal by a smooth random amount, of this sd, over this distance. */
  z.strictObject({ kind: z.literal("contour"), sdMm: positive, smoothMm: positive.default(5) }),
  /** Dilated by so many mm, eroded where negative; an erosion that would leave nothing leaves the innermost voxels. */
  z.strictObject({ kind: z.literal("growth"), mm: number }),
  /** Image and mask on voxels of `factor` times the sides (in the slice; across slices only where `isIn3d`). */
  z.strictObject({ kind: z.literal("resampling"), factor: positive, isIn3d: z.boolean().default(false) }),
]);
export type Perturbation = z.infer<typeof perturbation>;

/** Runs, each a list of perturbations that are done one after the other. */
const runs = z.array(z.array(perturbation).min(1)).min(1);

/** Twelve runs: two shifts, two turns, two noises, two contours, grown and shrunk, finer and coarser voxels. */
export const USUAL_PERTURBATIONS: readonly (readonly Perturbation[])[] = [
  [{ kind: "translation", voxels: [0.25, 0.75, 0.25] }],
  [{ kind: "translation", voxels: [0.75, 0.25, 0.75] }],
  [{ kind: "rotation", degrees: -4 }],
  [{ kind: "rotation", degrees: 4 }],
  [{ kind: "noise", sd: "estimated" }],
  [{ kind: "noise", sd: "estimated" }],
  [{ kind: "contour", sdMm: 0.5, smoothMm: 5 }],
  [{ kind: "contour", sdMm: 0.5, smoothMm: 5 }],
  [{ kind: "growth", mm: 1 }],
  [{ kind: "growth", mm: -1 }],
  [{ kind: "resampling", factor: 0.9, isIn3d: false }],
  [{ kind: "resampling", factor: 1.15, isIn3d: false }],
];

/** Runs of perturbations from what a person wrote. Refuses `BAD_PERTURBATION`. */
export function parsePerturbations(input: unknown): Perturbation[][] {
  const parsed = runs.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    parsed.error.issues.map(({ path, message }) => ({
      code: "BAD_PERTURBATION",
      message: `Perturbations, ${path.join(".") || "the document"}: ${message}.`,
      where: { path: path.join(".") },
    })),
  );
}
