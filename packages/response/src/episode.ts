import type { ProgressionEpisode } from "@nadir/domain";
import type { Course } from "./course.ts";

/** A progression that waited for confirmation: opened at visit `opened`, settled at `settledAt` or still open (null). */
export function episodeOf(
  course: Course,
  opened: number,
  label: string,
  resolution: ProgressionEpisode["resolution"],
  settledAt: number | null,
  settledAs: string | null,
): ProgressionEpisode {
  const first = course.visits[opened];
  return {
    visit: first?.id as string,
    date: first?.date as string,
    label,
    resolution,
    settledAt: settledAt === null ? null : (course.visits[settledAt]?.id ?? null),
    settledAs,
  };
}
