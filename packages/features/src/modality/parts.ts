import { LESION_PARTS, type LesionPart, type LesionParts, labelsOfParts, type UndefinedReason } from "@nadir/domain";
import {
  componentCount,
  crop,
  regionOf,
  squaredDistances,
  type Triple,
  type Volume,
  voxelVolumeMm3,
} from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { mapOutcome, type Outcome, ratio } from "../outcome.ts";

/**
 * Parts of a lesion on the mask's own grid (radiomics §9; VASARI's measured halves): volume of each part and of tumour
 * (TB: all but oedema) and whole (TV), mL; ratios; T1 over FLAIR extent; number of enhancing components (26); thickness
 * of the enhancing margin; volume class. `labels` names the mask's labels of each part, or of parts together. What needs a
 * part that it does not name is `PART_NOT_NAMED`, one that no label holds by itself `PART_NOT_APART`: neither is 0.
 * Refuses `LABEL_NOT_FOUND` when the mask has none of the labels.
 */
export function lesionPartFeatures(whole: Volume, labels: LesionParts, classEndsMl: readonly number[]): ExtraValue[] {
  const mask = aroundLesion(whole, labelsOfParts(labels));
  const voxelMl = voxelVolumeMm3(mask) / 1000;
  const voxelsOf = (parts: readonly LesionPart[]): Uint8Array | UndefinedReason => {
    const wanted = labelsOfRegion(labels, parts);
    if (typeof wanted === "string") return wanted;
    const set = new Set(wanted);
    return Uint8Array.from(mask.data, (x) => (set.has(x) ? 1 : 0));
  };
  const [enhancing, necrosis] = [voxelsOf(["enhancing"]), voxelsOf(["necrosis"])];
  const volume = (...parts: LesionPart[]): Outcome => {
    const bits = voxelsOf(parts);
    return typeof bits === "string" ? bits : bits.reduce((a, x) => a + x, 0) * voxelMl;
  };
  const [CE, NC, NE, ED] = LESION_PARTS.map((part) => volume(part)) as [Outcome, Outcome, Outcome, Outcome];
  const TB = volume("enhancing", "non-enhancing", "necrosis");
  const TV = volume(...LESION_PARTS);
  const { mean, max } = marginThickness(mask, enhancing, necrosis);
  return [
    { id: "parts_volume", at: "enhancing", outcome: CE },
    { id: "parts_volume", at: "non-enhancing", outcome: NC },
    { id: "parts_volume", at: "necrosis", outcome: NE },
    { id: "parts_volume", at: "oedema", outcome: ED },
    { id: "parts_volume", at: "tumour", outcome: TB },
    { id: "parts_volume", at: "whole", outcome: TV },
    ...(classEndsMl.length > 0
      ? [
          {
            id: "parts_volume_class",
            outcome: mapOutcome(TV, (mL) => 1 + classEndsMl.filter((end) => mL >= end).length),
          },
        ]
      : []),
    { id: "parts_ratio", at: "NE/TV", outcome: over(NE, TV) },
    { id: "parts_ratio", at: "CE/TV", outcome: over(CE, TV) },
    { id: "parts_ratio", at: "NC/TV", outcome: over(NC, TV) },
    { id: "parts_ratio", at: "ED/TV", outcome: over(ED, TV) },
    { id: "parts_ratio", at: "TB/TV", outcome: over(TB, TV) },
    { id: "parts_ratio", at: "NE/CE", outcome: over(NE, CE) },
    { id: "parts_ratio", at: "CE/TB", outcome: over(CE, TB) },
    { id: "parts_t1_flair", outcome: over(volume("enhancing", "necrosis"), TV) },
    {
      id: "parts_components",
      outcome: typeof enhancing === "string" ? enhancing : componentCount(enhancing, mask.dims),
    },
    { id: "parts_margin_mean", outcome: mean },
    { id: "parts_margin_max", outcome: max },
  ];
}

/**
 * The labels whose voxels together are exactly these parts: the union that a region of interest is made of (whole tumour,
 * tumour without oedema, one part). `PART_NOT_NAMED` where a part stands nowhere, `PART_NOT_APART` where a label holds one of
 * them with another that does not belong to it.
 */
export function labelsOfRegion(
  labels: LesionParts,
  parts: readonly LesionPart[],
): readonly number[] | "PART_NOT_NAMED" | "PART_NOT_APART" {
  const sets = Object.entries(labels).map(([set, of]) => ({ set: set.split("+") as LesionPart[], of: of ?? [] }));
  if (parts.some((part) => !sets.some(({ set }) => set.includes(part)))) return "PART_NOT_NAMED";
  const touching = sets.filter(({ set }) => set.some((part) => parts.includes(part)));
  if (touching.some(({ set }) => set.some((part) => !parts.includes(part)))) return "PART_NOT_APART";
  return touching.flatMap(({ of }) => of);
}

/** a / b; where one has no value, its reason. */
const over = (a: Outcome, b: Outcome): Outcome => mapOutcome(a, (x) => mapOutcome(b, (y) => ratio(x, y)));

/** The lesion with one voxel around it: nothing further away matters. */
function aroundLesion(mask: Volume, labels: readonly number[]): Volume {
  const { box } = regionOf(mask, labels);
  const min = box.min.map((n) => Math.max(0, n - 1)) as unknown as Triple;
  const max = box.max.map((n, x) => Math.min(mask.dims[x]! - 1, n + 1)) as unknown as Triple;
  return crop(mask, { min, max });
}

/**
 * Distance in mm from each enhancing voxel that borders (by a face) on what is neither enhancing nor necrotic to the
 * nearest necrotic voxel, centre to centre: the thickness of a shell in whole voxels. Undefined without necrosis.
 */
function marginThickness(
  { dims, spacing }: Volume,
  enhancing: Uint8Array | UndefinedReason,
  necrosis: Uint8Array | UndefinedReason,
): { mean: Outcome; max: Outcome } {
  if (typeof enhancing === "string") return { mean: enhancing, max: enhancing };
  if (typeof necrosis === "string") return { mean: necrosis, max: necrosis };
  if (!necrosis.includes(1)) return { mean: "NO_VOXELS", max: "NO_VOXELS" };
  const squares = squaredDistances(necrosis, dims, spacing);
  const step = [1, dims[0], dims[0] * dims[1]] as const;
  let [sum, count, most] = [0, 0, 0];
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        if (!enhancing[p]) continue;
        const isOuter = [i, j, k].some((at, x) =>
          [at > 0 ? p - step[x]! : -1, at < dims[x]! - 1 ? p + step[x]! : -1].some(
            (q) => q >= 0 && !enhancing[q] && !necrosis[q],
          ),
        );
        if (!isOuter) continue;
        const mm = Math.sqrt(squares[p]!);
        sum += mm;
        count++;
        if (mm > most) most = mm;
      }
  return count === 0 ? { mean: "NO_VOXELS", max: "NO_VOXELS" } : { mean: sum / count, max: most };
}
