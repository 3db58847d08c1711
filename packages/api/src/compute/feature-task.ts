import { type FeatureVector, Refusal } from "@nadir/domain";
import { configFor, extract, type ImageKind, toVector } from "@nadir/features";
import { volumeFromBytes } from "./volume-bytes.ts";

/** One image with the masks of its lesions: read once, computed together. */
export interface FeatureTask {
  readonly image: Uint8Array;
  readonly kind: ImageKind;
  readonly masks: readonly { readonly maskId: string; readonly bytes: Uint8Array; readonly label: number }[];
}

export type FeatureAnswer = { readonly maskId: string } & (
  | { readonly vector: FeatureVector }
  | { readonly code: string; readonly message: string }
);

/** The vectors of a task, one for each mask; a region that cannot be computed says why instead. */
export function computeFeatureTask(task: FeatureTask): FeatureAnswer[] {
  const image = volumeFromBytes(task.image);
  const config = configFor(task.kind);
  return task.masks.map(({ maskId, bytes, label }): FeatureAnswer => {
    try {
      return { maskId, vector: toVector(extract({ image, mask: volumeFromBytes(bytes), label, config })) };
    } catch (error) {
      if (error instanceof Refusal) return { maskId, code: error.code, message: error.message };
      throw error;
    }
  });
}
