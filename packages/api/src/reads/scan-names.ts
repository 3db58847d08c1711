import type { Tx } from "@nadir/db";
import { addDays, Refusal } from "@nadir/domain";
import type { TrialAccess } from "../read/view.ts";
import { charterOf } from "./charter.ts";

/** How a patient's visits are called before a person: by their keys and days, or by the order of the scans alone. */
export interface ScanNames {
  readonly isHidden: boolean;
  /** The name of a visit; undefined for one that is not shown, since it has no scan. */
  readonly name: (visit: string) => string | undefined;
  /** The day of a visit, or the day that stands in for its place in the order. */
  readonly day: (visit: string, day: string) => string;
  /** The visit of a name. */
  readonly visitOf: (name: string) => string;
  /** A sentence in which visits and days are told so. */
  readonly text: (sentence: string) => string;
}

const SHOWN: ScanNames = {
  isHidden: false,
  name: (visit) => visit,
  day: (_visit, day) => day,
  visitOf: (name) => name,
  text: (sentence) => sentence,
};

interface Scan {
  readonly key: string;
  readonly date: string;
}

/** The day that stands in for the first scan; it is none of the record's. */
const FIRST_STAND_IN = "1900-01-01";

/** Names by the order of the scans: `Scan-1`, `Scan-2` … `scans` first to last. */
export function namesByOrder(scans: readonly Scan[]): ScanNames {
  const place = new Map(scans.map(({ key }, n) => [key, n]));
  const nameAt = (n: number) => `Scan-${n + 1}`;
  const keys = [...place.keys()].sort((a, b) => b.length - a.length);
  const key = new RegExp(
    `(?<![\\w.-])(${keys.map((one) => one.replace(/[.]/g, "\\.")).join("|") || "(?!)"})(?![\\w-]|\\.\\w)`,
    "g",
  );
  const dayNames = new Map(scans.map(({ date }, n) => [date, `the day of ${nameAt(n)}`]));
  return {
    isHidden: true,
    name: (visit) => (place.has(visit) ? nameAt(place.get(visit)!) : undefined),
    day: (visit) => addDays(FIRST_STAND_IN, place.get(visit) ?? 0),
    // A key that is guessed is none: whether it is right would be told by the answer.
    visitOf: (name) =>
      scans[Number(/^Scan-([1-9]\d*)$/.exec(name)?.[1] ?? 0) - 1]?.key ?? (place.has(name) ? "" : name),
    text: (sentence) =>
      sentence
        .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayNames.get(day) ?? "a day that is hidden")
        .replace(key, (visit) => nameAt(place.get(visit)!)),
  };
}

/** Whether the person must not know the days of the trial's scans. */
export const areDaysHidden = async (
  tx: Tx,
  { trialId, view }: Pick<TrialAccess, "trialId" | "view">,
): Promise<boolean> => view === "reader" && (await charterOf(tx, trialId))?.dates === "hidden";

/** How the visits of a patient (`id` of the subject) are called before this person. */
export async function scanNamesOf(
  tx: Tx,
  access: Pick<TrialAccess, "trialId" | "view">,
  subjectId: string,
): Promise<ScanNames> {
  if (!(await areDaysHidden(tx, access))) return SHOWN;
  return namesByOrder(
    await tx.sql<Scan[]>`
      select v.key, v.date::text as date from record.visit v
       where v.subject_id = ${subjectId} and v.superseded_at is null
         and (exists (select from record.image i where i.visit_id = v.id and i.superseded_at is null)
           or not exists (select from record.image i where i.subject_id = v.subject_id and i.superseded_at is null))
       order by v.date, v.key`,
  );
}

/** The visit that is meant by the name under which a person knows it. */
export async function visitMeant(
  tx: Tx,
  access: Pick<TrialAccess, "trialId" | "view">,
  { subject, visit }: { readonly subject: string; readonly visit: string },
): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from record.subject where trial_id = ${access.trialId} and key = ${subject} and superseded_at is null`;
  return row ? (await scanNamesOf(tx, access, row.id)).visitOf(visit) : visit;
}

/** The same for every patient of a trial, by the patient's key. */
export async function scanNamesOfTrial(
  tx: Tx,
  access: Pick<TrialAccess, "trialId" | "view">,
): Promise<(subject: string) => ScanNames> {
  if (!(await areDaysHidden(tx, access))) return () => SHOWN;
  const rows = await tx.sql<(Scan & { subject: string })[]>`
    select p.key as subject, v.key, v.date::text as date from ${visitsInSight(tx, access.trialId)} v
      join record.subject p on p.id = v.subject_id where v."isScan" order by v.date, v.key`;
  const scans = new Map<string, Scan[]>();
  for (const { subject, ...scan } of rows) scans.set(subject, [...(scans.get(subject) ?? []), scan]);
  const names = new Map([...scans].map(([subject, of]) => [subject, namesByOrder(of)]));
  const none = namesByOrder([]);
  return (subject) => names.get(subject) ?? none;
}

/** The visits of a trial that the person sees; scans are those with an image, or all of a patient of whom there is none. */
export const visitsInSight = ({ sql }: Tx, trialId: string) => sql`(
  select s.*, s.images > 0 or not bool_or(s.images > 0) over (partition by s.subject_id) as "isScan"
    from nadir.visits_in_sight(${trialId}) s)`;

/** Does what may be refused, and tells a refusal as the person may be told it. */
export async function refusedAsShown<T>(names: ScanNames, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!names.isHidden || !(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((problem) => ({ ...problem, message: names.text(problem.message) })));
  }
}
