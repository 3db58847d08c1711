import type { FiredRule } from "@nadir/domain";
import type { Category, Words } from "../category.ts";
import type { Course, Track } from "../course.ts";
import type { Exact } from "../exact.ts";
import type { Settings } from "../settings.ts";
import type { Measure, Nadir, Sum } from "../sum.ts";
import type { Component } from "./component.ts";

/** What one criterion of the RANO family settles; `judge.ts` does with it what all of them share. */
export interface Plan {
  readonly criterion: string;
  readonly course: Course;
  /** Index of the visit that serves as baseline; the visits after it are judged. */
  readonly baseline: number;
  readonly measure: Measure;
  readonly components: readonly Component[];
  readonly settings: Settings;
  readonly words: Words;
  /** Whether T2/FLAIR enters the response (rule book §8). */
  readonly flairCounts: boolean;
  /** The visit whose own size becomes the reference (first scan after radiotherapy, RANO 2010); -1 if none does. */
  readonly restartAt: number;
  /** Whether a new lesion that is seen at the visit makes progression. */
  readonly newLesionCounts: (track: Track, visit: number) => boolean;
  readonly decide: (findings: Findings, block: Block | null, trace: FiredRule[] | null) => Decision;
  /** Size with which a later scan is compared, where it is not that of the components (iRANO). */
  readonly totalAt?: (visit: number) => Exact | null;
  /** Called when the scan that was awaited did not confirm. */
  readonly onRejected?: (findings: Findings, block: Block) => void;
  readonly issues: readonly string[];
}

/** One component at one visit. */
export interface Part {
  readonly component: Component;
  readonly sum: Sum;
  readonly reference: Nadir;
  readonly category: Category;
}

export interface Findings {
  readonly visit: number;
  readonly day: number;
  readonly parts: readonly Part[];
  /** The size part over all components. */
  readonly target: Category;
  readonly nonTarget: Category;
  /** New lesions that make progression. */
  readonly newLesions: readonly Track[];
  readonly flairWorse: boolean;
}

/** A progression that waits for its confirming scan (pPD, uPD). */
export interface Block {
  readonly visit: number;
  readonly day: number;
  /** Per component: the reference that was exceeded, and the size then (null when a lesion was missing). */
  readonly references: readonly Nadir[];
  readonly sizes: readonly (Exact | null)[];
  readonly total: Exact | null;
  readonly newLesions: ReadonlySet<Track>;
}

export interface Decision {
  readonly overall: Category;
  readonly code?: ConditionCode | null;
  /** With `overall` PD: the visit to which progression is dated. */
  readonly progressedAt?: number;
  /** The awaited scan settled the open progression without confirming it. */
  readonly rejects?: boolean;
}

/** Why a visit that was measured is not evaluable. */
export type ConditionCode =
  | "steroid-increase"
  | "steroid-taper"
  | "flair-not-evaluable"
  | "within-12-weeks-of-radiotherapy";

export interface Conditioned {
  readonly overall: Category;
  readonly code: ConditionCode | null;
}
