import { LESION_PARTS, type LesionPart, type LesionParts } from "@nadir/domain";
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
import { type Outcome, ratio } from "../outcome.ts";

/**
 * Parts of a lesion on the mask's own grid (radiomics §9; VASARI's measured halves): volume of each part and of tumour
 * (TB: all but oedema) and whole (TV), mL; ratios; T1 over FLAIR extent; number of enhancing components (26); thickness
 * of the enhancing margin; volume class. `labels` names the mask's labels of each part; a part that it does not name
 * has no volume, and what divides by it `ZERO_DENOMINATOR`. Refuses `LABEL_NOT_FOUND` when the mask has none of them.
 */
export function lesionPartFeatures(whole: Volume, labels: LesionParts, classEndsMl: readonly number[]): ExtraValue[] {
  const mask = aroundLesion(whole, Object.values(labels).flat());
  const voxelMl = voxelVolumeMm3(mask) / 1000;
  const bits = Object.fromEntries(
    LESION_PARTS.map((part) => {
      const wanted = new Set(labels[part] ?? []);
      return [part, Uint8Array.from(mask.data, (x) => (wanted.has(x) ? 1 : 0))];
    }),
  ) as Record<LesionPart, Uint8Array>;
  const volume = (part: LesionPart): number => bits[part].reduce((a, x) => a + x, 0) * voxelMl;
  const [CE, NC, NE, ED] = LESION_PARTS.map(volume) as [number, number, number, number];
  const TB = CE + NC + NE;
  const TV = TB + ED;
  const { mean, max } = marginThickness(mask, bits.enhancing, bits.necrosis);
  return [
    { id: "parts_volume", at: "enhancing", outcome: CE },
    { id: "parts_volume", at: "non-enhancing", outcome: NC },
    { id: "parts_volume", at: "necrosis", outcome: NE },
    { id: "parts_volume", at: "oedema", outcome: ED },
    { id: "parts_volume", at: "tumour", outcome: TB },
    { id: "parts_volume", at: "whole", outcome: TV },
    ...(classEndsMl.length > 0
      ? [{ id: "parts_volume_class", outcome: 1 + classEndsMl.filter((end) => TV >= end).length }]
      : []),
    { id: "parts_ratio", at: "NE/TV", outcome: ratio(NE, TV) },
    { id: "parts_ratio", at: "CE/TV", outcome: ratio(CE, TV) },
    { id: "parts_ratio", at: "NC/TV", outcome: ratio(NC, TV) },
    { id: "parts_ratio", at: "ED/TV", outcome: ratio(ED, TV) },
    { id: "parts_ratio", at: "TB/TV", outcome: ratio(TB, TV) },
    { id: "parts_ratio", at: "NE/CE", outcome: ratio(NE, CE) },
    { id: "parts_ratio", at: "CE/TB", outcome: ratio(CE, TB) },
    { id: "parts_t1_flair", outcome: ratio(CE + NE, TV) },
    { id: "parts_components", outcome: componentCount(bits.enhancing, mask.dims) },
    { id: "parts_margin_mean", outcome: mean },
    { id: "parts_margin_max", outcome: max },
  ];
}

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
function marginThickness(mask: Volume, enhancing: Uint8Array, necrosis: Uint8Array): { mean: Outcome; max: Outcome } {
  const { dims, spacing } = mask;
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
