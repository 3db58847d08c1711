import type { FeatureConfig, FeatureVector } from "@nadir/domain";
import { labelsOfParts, lesionPartsOf, Refusal } from "@nadir/domain";
import { configFor, extract, type ImageKind, parseConfig, toVector } from "@nadir/features";
import { volumeFromBytes } from "./volume-bytes.ts";

/** One region of a mask: a lesion by its label, or by the labels of its parts where the mask's row states them. */
export interface FeatureRegion {
  readonly label: number;
  /** As the record holds it (`1=necrosis`); null for the features of the lesion itself. */
  readonly partLabels: readonly string[] | null;
}

/** One image with the masks of its lesions: read once, computed together. */
export interface FeatureTask {
  readonly image: Uint8Array;
  readonly kind: ImageKind;
  readonly masks: readonly ({ readonly maskId: string; readonly bytes: Uint8Array } & FeatureRegion)[];
}

export type FeatureAnswer = { readonly maskId: string } & (
  | { readonly vector: FeatureVector; readonly partLabels: FeatureRegion["partLabels"] }
  | { readonly code: string; readonly message: string }
);

/** What a region is computed by: the configuration of its image's kind, or the family `parts` alone. */
export function configOfRegion(kind: ImageKind, { partLabels }: FeatureRegion): FeatureConfig {
  return partLabels === null
    ? configFor(kind)
    : parseConfig({ families: ["parts"], parts: { labels: lesionPartsOf(partLabels) } });
}

/** The vectors of a task, one for each mask; a region that cannot be computed says why instead. */
export function computeFeatureTask(task: FeatureTask): FeatureAnswer[] {
  const image = volumeFromBytes(task.image);
  return task.masks.map(({ maskId, bytes, label, partLabels }): FeatureAnswer => {
    try {
      const mask = volumeFromBytes(bytes);
      const config = configOfRegion(task.kind, { label, partLabels });
      // A lesion need not have every part that its mask tells apart.
      const labels =
        partLabels === null ? label : labelsOfParts(lesionPartsOf(partLabels)).filter((at) => mask.data.includes(at));
      return { maskId, partLabels, vector: toVector(extract({ image, mask, label: labels, config })) };
    } catch (error) {
      if (error instanceof Refusal) return { maskId, code: error.code, message: error.message };
      throw error;
    }
  });
}
