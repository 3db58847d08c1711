import { addDays, type Manifest, type SealedSet, type Subject } from "@nadir/domain";
import { grouped } from "./grouped.ts";
import type { RowOf } from "./typed-rows.ts";

export interface SealedMember {
  readonly subject: string;
  readonly set: SealedSet;
  /** The last day whose facts a modelling role may see; undefined when the subject has no treatment start. */
  readonly indexDay: string | undefined;
}

/** A set's rule, applied: subjects of the named arms or sites. */
export const isSealedIn = (set: SealedSet, subject: Pick<Subject, "arm" | "site">): boolean =>
  set.arms.includes(subject.arm) || set.sites.includes(subject.site);

/**
 * The members of every sealed set with their index day. `first-on-treatment-scan` is the date of the first visit after
 * treatment start (role follow-up or unscheduled); a subject without one gets the day of treatment start, so that
 * nothing after it is shown.
 */
export function sealedMembers(
  manifest: Manifest,
  subjects: readonly RowOf<"subjects">[],
  visits: readonly RowOf<"visits">[],
): SealedMember[] {
  const visitsOf = grouped(visits, (visit) => visit.subject);
  return manifest.sealed.flatMap((set) =>
    subjects
      .filter((subject) => isSealedIn(set, subject))
      .map((subject) => ({
        subject: subject.key,
        set,
        indexDay: indexDayOf(set, subject, visitsOf.get(subject.key) ?? []),
      })),
  );
}

function indexDayOf(set: SealedSet, subject: Subject, visits: readonly RowOf<"visits">[]): string | undefined {
  const start = subject.treatmentStart;
  if (start === undefined) return undefined;
  if (set.indexTime !== "first-on-treatment-scan") return addDays(start, set.indexTime);
  const onTreatment = visits
    .filter((visit) => visit.date > start && (visit.role === "follow-up" || visit.role === "unscheduled"))
    .map((visit) => visit.date)
    .sort();
  return onTreatment[0] ?? start;
}

/** Endpoints of each subject that are sealed, and in which set. */
export function sealedEndpoints(members: readonly SealedMember[]): ReadonlyMap<string, ReadonlyMap<string, SealedSet>> {
  const found = new Map<string, Map<string, SealedSet>>();
  for (const { subject, set } of members) {
    const endpoints = found.get(subject) ?? new Map<string, SealedSet>();
    for (const endpoint of set.endpoints) endpoints.set(endpoint, set);
    found.set(subject, endpoints);
  }
  return found;
}
