import type { Course, Track } from "../course.ts";
import { add, type Exact, subtract } from "../exact.ts";
import type { Reading } from "../reading.ts";
import { hasProgressed, type Thresholds } from "../recist-arithmetic.ts";
import { organOf } from "../selection-issues.ts";
import { DIAMETER } from "../sum.ts";

/**
 * New lesions under iRECIST, kept apart from the targets (Seymour 2017, "new lesions"). Those with a diameter, up to 5 and
 * 2 an organ, are the new-lesion targets and have a sum and a nadir of their own; the others are followed by eye.
 */
export class NewLesionSum {
  readonly thresholds: Thresholds;
  readonly #course: Course;
  readonly #known: boolean[];
  readonly #measured: boolean[];
  /** Smallest sum of the measured new lesions known so far; a lesion that joins brings its first size with it. */
  #nadir: Exact | null = null;

  constructor(course: Course, thresholds: Thresholds) {
    this.thresholds = thresholds;
    this.#course = course;
    this.#known = course.newLesions.map(() => false);
    this.#measured = course.newLesions.map(() => false);
  }

  get nadir(): Exact | null {
    return this.#nadir;
  }

  /** New lesions seen at the visit that were not known before. */
  firstSeenAt(visit: number): Track[] {
    return this.#course.newLesions.filter((track, k) => !this.#known[k] && (track.readings[visit] as Reading).seen);
  }

  /** Known lesions of which the eye says at this visit one of `words`. */
  followedByEye(visit: number, words: readonly string[]): Track[] {
    return this.#course.newLesions.filter(
      (track, k) => this.#known[k] && words.includes((track.readings[visit] as Reading).word),
    );
  }

  /** Known lesions not shown to be gone: seen, or not evaluated now and there when last evaluated. */
  stillThereAt(visit: number): Track[] {
    return this.#course.newLesions.filter((track, k) => this.#known[k] && lastSeen(track, visit));
  }

  /** Known lesions that were there when last evaluated and are not evaluated now. */
  unknownAt(visit: number): Track[] {
    return this.stillThereAt(visit).filter((track) => track.readings[visit]?.kind === "missing");
  }

  /** The known measured lesions have grown by the per cent and mm of progression over their nadir; a missing one can only add. */
  hasGrownOverNadir(visit: number): boolean {
    if (this.#nadir === null) return false;
    const now = this.#remainder(visit);
    return hasProgressed(now, this.#nadir, this.thresholds);
  }

  /** Takes the visit in: what is seen becomes known, what has a diameter joins the sum, the nadir follows. */
  take(visit: number): void {
    const joining = this.firstSeenAt(visit);
    let joined: Exact = 0;
    this.#course.newLesions.forEach((track, k) => {
      if (joining.includes(track)) this.#known[k] = true;
    });
    const candidates = this.#course.newLesions
      .map((track, k) => ({ track, k, size: sizeOf(track, visit) }))
      .filter(({ track, k, size }) => this.#known[k] && !this.#measured[k] && size !== null && mayBeMeasured(track))
      // The largest first; the order of the case among equals.
      .sort((a, b) => ((b.size as Exact) > (a.size as Exact) ? 1 : (b.size as Exact) < (a.size as Exact) ? -1 : 0));
    for (const { track, k, size } of candidates) {
      if (!this.#hasRoomFor(track)) continue;
      this.#measured[k] = true;
      joined = add(joined, size as Exact);
    }
    const sum = this.sumAt(visit);
    if (sum === null) {
      if (this.#nadir !== null) this.#nadir = add(this.#nadir, joined);
    } else if (this.#nadir === null || sum < add(this.#nadir, joined)) this.#nadir = sum;
    else this.#nadir = add(this.#nadir, joined);
  }

  /** Sum of the measured new lesions; null when there are none yet or one of them is missing. */
  sumAt(visit: number): Exact | null {
    let sum: Exact = 0;
    let any = false;
    for (let k = 0; k < this.#measured.length; k++) {
      if (!this.#measured[k]) continue;
      const size = sizeOf(this.#course.newLesions[k] as Track, visit);
      if (size === null) return null;
      sum = add(sum, size);
      any = true;
    }
    return any ? sum : null;
  }

  /** As `sumAt`, with what is first seen on a scan that is disregarded otherwise. */
  shownSumAt(visit: number): Exact | null {
    const first = this.firstSeenAt(visit).filter((track) => mayBeMeasured(track) && sizeOf(track, visit) !== null);
    const known = this.sumAt(visit);
    if (first.length === 0 || (known === null && this.#measured.includes(true))) return known;
    return first.reduce((sum, track) => add(sum, sizeOf(track, visit) as Exact), known ?? 0);
  }

  /** Sizes of the measured new lesions at a visit, to compare a later visit with. */
  snapshot(visit: number): (Exact | null)[] {
    return this.#course.newLesions.map((track, k) => (this.#measured[k] ? sizeOf(track, visit) : null));
  }

  /** Least growth since a snapshot, over the lesions measured then; a lesion missing now is taken as 0. */
  growthSince(snapshot: readonly (Exact | null)[], visit: number): { before: Exact; now: Exact; growth: Exact } {
    let before: Exact = 0;
    let now: Exact = 0;
    this.#course.newLesions.forEach((track, k) => {
      const then = snapshot[k] ?? null;
      if (then === null) return;
      before = add(before, then);
      now = add(now, sizeOf(track, visit) ?? 0);
    });
    return { before, now, growth: subtract(now, before) };
  }

  #remainder(visit: number): Exact {
    let sum: Exact = 0;
    this.#course.newLesions.forEach((track, k) => {
      if (this.#measured[k]) sum = add(sum, sizeOf(track, visit) ?? 0);
    });
    return sum;
  }

  #hasRoomFor(track: Track): boolean {
    let total = 0;
    let inOrgan = 0;
    this.#measured.forEach((measured, k) => {
      if (!measured) return;
      total++;
      if (organOf(this.#course.newLesions[k] as Track) === organOf(track)) inOrgan++;
    });
    return total < MOST_NEW_TARGETS && inOrgan < MOST_IN_ORGAN;
  }
}

const MOST_NEW_TARGETS = 5;
const MOST_IN_ORGAN = 2;

const sizeOf = (track: Track, visit: number): Exact | null => DIAMETER.of(track.readings[visit] as Reading, track.node);

const mayBeMeasured = (track: Track): boolean => track.lesion.measurable !== false;

/** Seen at the visit, or at the last visit before it at which it was evaluated. */
function lastSeen(track: Track, visit: number): boolean {
  for (let i = visit; i >= 0; i--) {
    const reading = track.readings[i] as Reading;
    if (reading.kind !== "missing") return reading.seen;
  }
  return false;
}
