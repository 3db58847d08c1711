import { type FeatureResult, Refusal } from "@nadir/domain";
import { extract } from "@nadir/features";
import { rememberVoxelHash } from "@nadir/imaging";
import { computeFeatureTask, type FeatureAnswer, type FeatureTask } from "./feature-task.ts";
import type { SharedExtraction, ThreadAnswer } from "./thread-messages.ts";
import { hashOfVoxels } from "./volume-bytes.ts";

function answerOf<T>(work: () => T): ThreadAnswer<T> {
  try {
    return { result: work() };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}

/** A task of stored bytes: one image with the masks of its lesions. */
export const task = (given: FeatureTask): ThreadAnswer<FeatureAnswer[]> => answerOf(() => computeFeatureTask(given));

/** One region of volumes in shared memory. */
export const region = ({ image, mask, label, config }: SharedExtraction): ThreadAnswer<FeatureResult> =>
  answerOf(() => {
    for (const { volume, hash } of [image, mask]) rememberVoxelHash(volume, hash ?? hashOfVoxels(volume));
    return extract({ image: image.volume, mask: mask.volume, label, config });
  });
