import type { Tx } from "@nadir/db";
import {
  type Image,
  isSamePart,
  missingImages,
  onGrid,
  type PlannedVisitState,
  plannedVisits,
  protocolDeviations,
  type TrialPlan,
} from "@nadir/domain";
import { grouped } from "../intake/grouped.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";

/**
 * What of the record another plan would put in another light, in sentences with counts; empty where it would put nothing. The
 * person sees all sites of the trial; that the courses of sealed patients were counted is noted in the log.
 */
export async function planEffects(tx: Tx, trialId: string, before: TrialPlan, after: TrialPlan): Promise<string[]> {
  await noteSealedCourses(tx, trialId, "what an amendment of the plan changes");
  const effects: string[] = [];
  if (!isSamePart("schedule", before, after)) effects.push(...(await ofSchedule(tx, trialId, before, after)));
  if (!isSamePart("imagingProtocol", before, after)) effects.push(...(await ofImaging(tx, trialId, before, after)));
  if (!isSamePart("criteria", before, after)) {
    const [{ n } = { n: 0 }] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from record.subject where trial_id = ${trialId} and superseded_at is null`;
    if (n > 0) effects.push(`Responses of ${counted(n, "patient")} are computed again by the amended criteria.`);
  }
  if (!isSamePart("deltaWindow", before, after))
    effects.push("Changes of features are taken again, between the visits that the amended days choose.");
  return effects;
}

interface Visit {
  readonly subject: string;
  readonly id: string;
  readonly date: string;
  readonly plannedDate: string | undefined;
}

/** Every visit on record has happened, on whatever day one asks. */
const ALL_DAYS = "9999-12-31";

async function ofSchedule({ sql }: Tx, trialId: string, before: TrialPlan, after: TrialPlan): Promise<string[]> {
  const starts = await sql<{ id: string; start: string }[]>`
    select id, treatment_start::text as start from record.subject
     where trial_id = ${trialId} and superseded_at is null and treatment_start is not null`;
  const visits = await sql<(Visit & { plannedDate: string | null })[]>`
    select subject_id as subject, key as id, date::text as date, document ->> 'plannedDate' as "plannedDate"
      from record.visit where trial_id = ${trialId} and superseded_at is null order by date, key`;
  const bySubject = grouped(
    visits.map((visit): Visit => ({ ...visit, plannedDate: visit.plannedDate ?? undefined })),
    ({ subject }) => subject,
  );
  const [outside, inside, unplanned, planned] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const { id, start } of starts) {
    const own = bySubject.get(id) ?? [];
    const [was, is] = [before, after].map(({ schedule }) => byVisit(plannedVisits(schedule, start, own, ALL_DAYS)));
    for (const { id: visit } of own) {
      const [old, now] = [was!.get(visit), is!.get(visit)];
      if (now?.state === "out-of-window" && old?.state !== "out-of-window") outside.add(id);
      if (now?.state === "done" && old?.state === "out-of-window") inside.add(id);
      if (old && !now) unplanned.add(id);
      if (!old && now) planned.add(id);
    }
  }
  return [
    outside.told("would now lie outside", "window"),
    inside.told("that lay outside would now lie inside", "window"),
    unplanned.told("would no longer be", "planned one"),
    planned.told("that no planned visit stood for would now be", "planned one"),
  ].filter((sentence) => sentence !== null);
}

const byVisit = (states: readonly PlannedVisitState[]): ReadonlyMap<string, PlannedVisitState> =>
  new Map(states.flatMap((state) => (state.actual ? [[state.actual.id, state] as const] : [])));

async function ofImaging({ sql }: Tx, trialId: string, before: TrialPlan, after: TrialPlan): Promise<string[]> {
  const images = await sql<{ subject: string; visit: string; document: Image; spacing: readonly number[] | null }[]>`
    select subject_id as subject, visit_id as visit, document, geometry -> 'spacing' as spacing from record.image
     where trial_id = ${trialId} and superseded_at is null order by visit_id, key`;
  const departs = ({ imagingProtocol: protocol }: TrialPlan, { document, spacing }: (typeof images)[number]) =>
    protocol !== undefined && protocolDeviations(spacing ? onGrid(document, spacing) : document, protocol).length > 0;
  const [newly, nolonger, lacking] = [new Tally(), new Tally(), new Tally()];
  for (const image of images) {
    const [was, is] = [departs(before, image), departs(after, image)];
    if (is && !was) newly.add(image.subject);
    if (was && !is) nolonger.add(image.subject);
  }
  const lacks = ({ imagingProtocol: protocol }: TrialPlan, of: readonly { readonly document: Image }[]) =>
    protocol
      ? missingImages(
          of.map(({ document }) => document),
          protocol,
        ).length
      : 0;
  for (const of of grouped([...images], ({ visit }) => visit).values())
    if (lacks(after, of) > lacks(before, of)) lacking.add(of[0]!.subject);
  return [
    newly.all > 0
      ? `${counted(newly.all, "image")} of ${counted(newly.of, "patient")} would now depart from the imaging protocol.`
      : null,
    nolonger.all > 0
      ? `${counted(nolonger.all, "image")} of ${counted(nolonger.of, "patient")} would no longer depart from the imaging protocol.`
      : null,
    lacking.all > 0
      ? `${counted(lacking.all, "visit")} of ${counted(lacking.of, "patient")} would now lack an image that the protocol requires.`
      : null,
  ].filter((sentence) => sentence !== null);
}

/** How many, and of how many patients. */
class Tally {
  all = 0;
  private readonly patients = new Set<string>();
  get of(): number {
    return this.patients.size;
  }
  add(patient: string): void {
    this.all += 1;
    this.patients.add(patient);
  }
  told(does: string, what: string): string | null {
    if (this.all === 0) return null;
    const its =
      this.all === 1
        ? what === "window"
          ? "its window"
          : `a ${what}`
        : what === "window"
          ? "their windows"
          : `${what}s`;
    return `${counted(this.all, "visit")} of ${counted(this.of, "patient")} ${does} ${its}.`;
  }
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
