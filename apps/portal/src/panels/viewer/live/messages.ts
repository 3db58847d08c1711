import type { Problem } from "@nadir/domain";
import type { ImageKind, LiveFeatures } from "@nadir/features";

/** A region as the worker takes it: a stored mask's file and label, or a drawing in the image's storage order. */
export type RegionBytes =
  | { readonly mask: ArrayBuffer; readonly label: number }
  | { readonly drawn: Uint8Array<ArrayBuffer> };

/** To the worker. One image at a time; regions are of the image that was given last. */
export type ToWorker =
  | { readonly type: "image"; readonly file: ArrayBuffer; readonly kind: ImageKind }
  | { readonly type: "region"; readonly job: number; readonly name: string; readonly region: RegionBytes };

export interface LiveTimed extends LiveFeatures {
  /** From taking up the region to its last value, in the worker. */
  readonly milliseconds: number;
}

/** From the worker. */
export type FromWorker =
  | {
      readonly type: "progress";
      readonly job: number;
      readonly family: string;
      readonly done: number;
      readonly of: number;
    }
  | {
      readonly type: "answer";
      readonly job: number;
      readonly answer: LiveTimed | { readonly problems: readonly Problem[] };
    };
