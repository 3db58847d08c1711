import type { Course, Track } from "../course.ts";
import type { Exact } from "../exact.ts";
import type { Reading } from "../reading.ts";
import { isMeasurable, organOf } from "../selection-issues.ts";
import type { BurdenVariant } from "./variant.ts";

/**
 * The burden: the targets, and every measurable new lesion from the visit where it first is measurable and for good, within
 * the numbers that the criterion allows (Wolchok 2009; Nishino 2013; Hodi 2018). Ask visit after visit.
 */
export class Burden {
  readonly #course: Course;
  readonly #variant: BurdenVariant;
  readonly tracks: Track[];
  readonly #joined: Track[] = [];

  constructor(course: Course, variant: BurdenVariant) {
    this.#course = course;
    this.#variant = variant;
    this.tracks = [...course.targets];
  }

  /** Takes in what is first measurable at the visit, the largest first; returns it. */
  joinAt(visit: number): Track[] {
    const candidates = this.#course.newLesions.filter(
      (track) => !this.#joined.includes(track) && this.#isMeasurable(track, visit),
    );
    if (candidates.length === 0) return candidates;
    candidates.sort((a, b) => {
      const [of, than] = [this.#sizeAt(a, visit), this.#sizeAt(b, visit)];
      return than > of ? 1 : than < of ? -1 : 0;
    });
    const joining: Track[] = [];
    for (const track of candidates) {
      if (!this.#hasRoomFor(track)) continue;
      this.#joined.push(track);
      this.tracks.push(track);
      joining.push(track);
    }
    return joining;
  }

  /** New lesions that were seen and are not shown to be gone: each forbids CR. */
  newLesionsLeftAt(visit: number): Track[] {
    return this.#course.newLesions.filter((track) => {
      for (let i = visit; i >= 0; i--) {
        const reading = track.readings[i] as Reading;
        if (reading.kind !== "missing") return reading.seen;
      }
      return false;
    });
  }

  #sizeAt(track: Track, visit: number): Exact {
    return this.#variant.measure.of(track.readings[visit] as Reading, track.node) as Exact;
  }

  #isMeasurable(track: Track, visit: number): boolean {
    const reading = track.readings[visit] as Reading;
    if (!reading.seen || this.#variant.measure.of(reading, track.node) === null) return false;
    return isMeasurable(this.#course, visit, track, reading, this.#variant.limits);
  }

  #hasRoomFor(track: Track): boolean {
    const { visceral, perOrgan, cutaneous } = this.#variant.joins;
    const bySkin = cutaneous !== null;
    const isSkin = track.lesion.organ === SKIN;
    if (bySkin && isSkin) return this.#joined.filter(({ lesion }) => lesion.organ === SKIN).length < cutaneous;
    const others = bySkin ? this.#joined.filter(({ lesion }) => lesion.organ !== SKIN) : this.#joined;
    return others.length < visceral && others.filter((other) => organOf(other) === organOf(track)).length < perOrgan;
  }
}
const SKIN = "skin";
