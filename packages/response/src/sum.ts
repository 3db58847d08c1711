import type { SizeFigures } from "@nadir/domain";
import type { Course, Track } from "./course.ts";
import { add, type Exact, toNumber } from "./exact.ts";
import type { Reading, Scale } from "./reading.ts";

/** Which figure of a lesion a criterion adds up. */
export interface Measure {
  readonly unit: "mm" | "mm2" | "mm3";
  readonly of: (reading: Reading, node: boolean) => Exact | null;
  /** Decimals of a sum in the course's exact units. */
  readonly decimals: (scale: Scale) => number;
}

/** Longest diameter; short axis of a node (RECIST family). */
export const DIAMETER: Measure = {
  unit: "mm",
  of: (reading, node) => (node ? reading.short : reading.longest),
  decimals: (scale) => scale.lengthDecimals,
};
/** Longest × perpendicular diameter (irRC, RANO). */
export const PRODUCT: Measure = {
  unit: "mm2",
  of: (reading) => reading.product,
  decimals: (scale) => 2 * scale.lengthDecimals,
};
export const VOLUME: Measure = {
  unit: "mm3",
  of: (reading) => reading.volume,
  decimals: (scale) => scale.volumeDecimals,
};

export interface Sum {
  /** Of the lesions measured; the whole burden only if `complete`. */
  readonly value: Exact;
  /** No lesion is missing and there is at least one. */
  readonly complete: boolean;
  /** Complete, and every lesion gone: size 0, or a node below 10 mm short axis. */
  readonly gone: boolean;
  /** Some lesion is there: size above 0, or a node from 10 mm. */
  readonly there: boolean;
}

export function sumAt(tracks: readonly Track[], visit: number, measure: Measure, scale: Scale): Sum {
  let value: Exact = 0;
  let complete = tracks.length > 0;
  let there = false;
  for (const track of tracks) {
    const reading = track.readings[visit] as Reading;
    const size = measure.of(reading, track.node);
    if (size === null) {
      complete = false;
      continue;
    }
    value = add(value, size);
    if (!there && isThere(track, reading, size, scale)) there = true;
  }
  return { value, complete, gone: complete && !there, there };
}

/** Size above 0; a node from 10 mm short axis. */
const isThere = (track: Track, reading: Reading, size: Exact, scale: Scale): boolean =>
  track.node ? (reading.short ?? size) >= scale.tenMm : size > 0;

/** The measured lesions that are still there at the visit. */
export const thereAt = (tracks: readonly Track[], visit: number, measure: Measure, scale: Scale): Track[] =>
  tracks.filter((track) => {
    const reading = track.readings[visit] as Reading;
    const size = measure.of(reading, track.node);
    return size !== null && isThere(track, reading, size, scale);
  });

/** Ids of the lesions that have no size at the visit. */
export const missingAt = (tracks: readonly Track[], visit: number, measure: Measure): string[] =>
  tracks.filter((t) => measure.of(t.readings[visit] as Reading, t.node) === null).map((t) => t.id);

/** The smallest complete sum so far and the visit that gave it (Eisenhauer 2009 §4.3.1). */
export interface Nadir {
  value: Exact | null;
  visit: number;
}

/** Takes the sum into the nadir; an equal sum leaves the earlier visit as the nadir. */
export function lower(nadir: Nadir, sum: Sum, visit: number): void {
  if (sum.complete && (nadir.value === null || sum.value < nadir.value)) {
    nadir.value = sum.value;
    nadir.visit = visit;
  }
}

export function sizeFigures(
  course: Course,
  measure: Measure,
  sum: Sum,
  baseline: Exact | null,
  nadir: Nadir,
): SizeFigures {
  const decimals = measure.decimals(course.scale);
  const value = sum.complete ? toNumber(sum.value, decimals) : null;
  const from = baseline === null ? null : toNumber(baseline, decimals);
  const lowest = nadir.value === null ? null : toNumber(nadir.value, decimals);
  return {
    unit: measure.unit,
    value,
    baseline: from,
    nadir: lowest,
    nadirVisit: nadir.value === null ? null : (course.visits[nadir.visit]?.id ?? null),
    percentFromBaseline: percentChange(value, from),
    percentFromNadir: percentChange(value, lowest),
  };
}

export const percentChange = (value: number | null, from: number | null): number | null =>
  value === null || from === null || from === 0 ? null : (100 * (value - from)) / from;
