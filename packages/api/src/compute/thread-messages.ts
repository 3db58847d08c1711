import type { FeatureConfig, Problem } from "@nadir/domain";
import type { Volume } from "@nadir/imaging";

/** A volume whose voxels lie in shared memory: handed to a thread without copying. */
export interface SharedVolume {
  readonly volume: Volume;
  /** SHA-256 of the voxels; null where the thread is to compute it, if its answer needs it. */
  readonly hash: string | null;
}

export interface SharedExtraction {
  readonly image: SharedVolume;
  readonly mask: SharedVolume;
  readonly label: number | readonly number[] | undefined;
  readonly config: FeatureConfig;
}

/** A region that several threads work on: each piece of the work is one byte here, 1 when a thread has taken it. */
export interface SharedWork extends SharedExtraction {
  readonly taken: Int8Array<SharedArrayBuffer>;
}

/** What a thread answers: an error's own members do not survive the way between threads, so a refusal goes as data. */
export type ThreadAnswer<T> = { readonly result: T } | { readonly problems: readonly Problem[] };
