import type { Course, Track } from "./course.ts";
import type { Reading } from "./reading.ts";

/** The new lesions that count and are seen at the visit. */
export const newLesionsAt = (course: Course, visit: number): Track[] =>
  course.newLesions.filter((track) => (track.readings[visit] as Reading).seen);

export const anyNewLesionAt = (course: Course, visit: number): boolean =>
  course.newLesions.some((track) => (track.readings[visit] as Reading).seen);

/** `X1 (lung), X2 (bone)`. */
export const lesionNames = (tracks: readonly Track[]): string =>
  tracks.map((track) => `${track.id} (${track.lesion.organ})`).join(", ");
