import { addDays, drawSubjects, type Manifest, type SealedSet, type Subject } from "@nadir/domain";
import { grouped } from "./grouped.ts";
import type { RowOf } from "./typed-rows.ts";

export interface SealedMember {
  readonly subject: string;
  readonly set: SealedSet;
  /** The last day whose facts a modelling role may see; undefined when the subject has no treatment start. */
  readonly indexDay: string | undefined;
}

/**
 * The members of every sealed set with their index day. `first-on-treatment-scan` is the date of the first visit after
 * treatment start (role follow-up or unscheduled); a subject without one gets the day of treatment start, so that
 * nothing after it is shown. A set by sites takes whoever was scanned or read at one of them by the index day too.
 * `outcomes` serve a draw within the values of an endpoint, and nothing else.
 */
export function sealedMembers(
  manifest: Manifest,
  subjects: readonly RowOf<"subjects">[],
  visits: readonly RowOf<"visits">[],
  outcomes: readonly RowOf<"outcomes">[],
  images: readonly RowOf<"images">[] = [],
): SealedMember[] {
  const imagesOf = grouped(images, (image) => image.subject);
  const visitsOf = grouped(visits, (visit) => visit.subject);
  return manifest.sealed.flatMap((set) => {
    const placed = subjects.map((subject) => ({
      subject,
      indexDay: indexDayOf(set, subject, visitsOf.get(subject.key) ?? []),
    }));
    const drawn = set.drawn ? drawnKeys(set.drawn, subjects, outcomes) : null;
    return placed
      .filter(
        ({ subject, indexDay }) =>
          set.everyone === true ||
          set.arms.includes(subject.arm) ||
          set.sites.includes(subject.site) ||
          sitesOfScans(imagesOf.get(subject.key) ?? [], visitsOf.get(subject.key) ?? [], indexDay).some((site) =>
            set.sites.includes(site),
          ) ||
          (set.from !== undefined && indexDay !== undefined && indexDay >= set.from) ||
          drawn?.has(subject.key) === true,
      )
      .map(({ subject, indexDay }) => ({ subject: subject.key, set, indexDay }));
  });
}

/** Where a subject's scans up to its index day were made and read. */
const sitesOfScans = (
  images: readonly RowOf<"images">[],
  visits: readonly RowOf<"visits">[],
  indexDay: string | undefined,
): string[] =>
  images
    .filter((image) => {
      const date = visits.find((visit) => visit.id === image.visit)?.date;
      return date !== undefined && indexDay !== undefined && date <= indexDay;
    })
    .flatMap((image) => [image.imagingSite ?? [], image.readingSite ?? []].flat());

/** Draws within site, arm or sex, and within the values of an outcome where the set says so. */
function drawnKeys(
  draw: NonNullable<SealedSet["drawn"]>,
  subjects: readonly RowOf<"subjects">[],
  outcomes: readonly RowOf<"outcomes">[],
): ReadonlySet<string> {
  const groupOf = new Map(
    outcomes.filter((o) => o.endpoint === draw.outcome).map((o) => [o.subject, o.value ?? String(o.event)]),
  );
  return drawSubjects(
    subjects.map((s) => ({
      key: s.key,
      stratum: JSON.stringify([
        ...draw.strata.map((name) => s[name]),
        ...(draw.outcome === undefined ? [] : [groupOf.get(s.key) ?? "unknown"]),
      ]),
    })),
    draw,
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
