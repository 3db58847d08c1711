import { type FeatureResult, Refusal } from "@nadir/domain";
import { extract, extractShare, type ProfileShare } from "@nadir/features";
import { rememberVoxelHash } from "@nadir/imaging";
import { computeFeatureTask, type FeatureAnswer, type FeatureTask } from "./feature-task.ts";
import type { SharedExtraction, SharedWork, ThreadAnswer } from "./thread-messages.ts";
import { hashOfVoxels } from "./volume-bytes.ts";

/** Stands for the hash of voxels until the sender fills it in: without it the portable, slow hash would be taken. */
const UNHASHED = "to be filled in";

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

/** As much of one region as other threads have not taken. What it says of the voxels' hashes is for its sender to fill in. */
export const share = ({ image, mask, label, config, taken }: SharedWork): ThreadAnswer<ProfileShare> =>
  answerOf(() => {
    for (const { volume, hash } of [image, mask]) rememberVoxelHash(volume, hash ?? UNHASHED);
    const claim = (rank: number): boolean => Atomics.compareExchange(taken, rank, 0, 1) === 0;
    return extractShare({ image: image.volume, mask: mask.volume, label, config }, claim);
  });
