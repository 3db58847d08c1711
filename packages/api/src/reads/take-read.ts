import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, type ReaderRole, type ReadingCharter, refuse } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";
import { carriedTo, emptyRead } from "./carried.ts";
import { requireCharter } from "./charter.ts";
import { refusedAsShown, scanNamesOf } from "./scan-names.ts";
import { placesFor } from "./seniority.ts";

export const readToTake = z.object({ trial: key, subject: key, visit: key });

interface Place {
  readonly trialId: string;
  readonly siteId: string;
  readonly subjectId: string;
  readonly visitId: string;
  readonly date: string;
}

/**
 * Begins a reader's read of a visit, or answers the one that is begun. The first read of a patient makes the person first or
 * second reader of it, whichever place is free. Refuses `NOT_ALLOWED`, `NOT_BLINDED`, `READING_NOT_OPEN`, `VISIT_UNKNOWN`,
 * `NO_BASELINE`, `READ_TAKEN`, `SENIOR_NEEDED`, `EARLIER_VISIT_FIRST`.
 */
export function takeRead(
  db: Database,
  personId: string,
  { trial, subject, visit }: z.infer<typeof readToTake>,
): Promise<{ session: string }> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, view } = await trialAccess(tx, personId, trial);
    await requirePermission(tx, personId, trialId, "measure");
    if (view !== "reader")
      refuse("NOT_BLINDED", "You see the record of this trial unblinded, so its scans are read by others.");
    const charter = await requireCharter(tx, trialId);
    const subjectId = await subjectOf(tx, trialId, subject);
    const names = await scanNamesOf(tx, { trialId, view }, subjectId);
    return refusedAsShown(names, () =>
      begin(tx, personId, { trialId, subjectId, subject, visit: names.visitOf(visit) }, charter),
    );
  });
}

async function begin(
  tx: Tx,
  personId: string,
  at: { readonly trialId: string; readonly subjectId: string; readonly subject: string; readonly visit: string },
  charter: ReadingCharter,
): Promise<{ session: string }> {
  const { trialId } = at;
  const place = await placeOf(tx, personId, at);
  const readerRole = await placeAmongReaders(tx, personId, place, charter);
  const [begun] = await begunSession(tx, personId, place.visitId);
  if (begun) return { session: begun.id };
  await requireEarlierRead(tx, personId, place);
  const { lesions } = await carriedTo(tx, { subjectId: place.subjectId, reader: personId, date: place.date });
  await tx.sql`insert into record.read_session (trial_id, site_id, subject_id, visit_id, reader_role, reader, document)
    values (${trialId}, ${place.siteId}, ${place.subjectId}, ${place.visitId}, ${readerRole}, ${personId},
      ${tx.sql.json(emptyRead(lesions) as never)}) on conflict (visit_id, reader_role) where amends is null do nothing`;
  const [session] = await begunSession(tx, personId, place.visitId);
  return { session: session!.id };
}

/** The person's last read of the visit: an amendment comes after what it amends, unless it was dropped. */
const begunSession = ({ sql }: Tx, personId: string, visitId: string) => sql<{ id: string }[]>`
  select s.id from record.read_session s where s.visit_id = ${visitId} and s.reader = ${personId} and s.reader_role <> 'adjudicator'
     and s.state <> 'dropped' and not exists (select from record.read_session a where a.amends = s.id and a.state <> 'dropped')`;

async function subjectOf({ sql }: Tx, trialId: string, subject: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select id from record.subject where trial_id = ${trialId} and key = ${subject} and superseded_at is null`;
  return (
    row?.id ??
    refuse(
      "VISIT_UNKNOWN",
      `There is no patient '${subject}' in this trial, or not at a site of yours; choose one of the queue.`,
    )
  );
}

async function placeOf(
  tx: Tx,
  personId: string,
  { subjectId, subject, visit }: { readonly subjectId: string; readonly subject: string; readonly visit: string },
): Promise<Place> {
  const [row] = await tx.sql<Place[]>`
    select v.trial_id as "trialId", v.site_id as "siteId", v.subject_id as "subjectId", v.id as "visitId", v.date::text as date
      from record.visit v where v.subject_id = ${subjectId} and v.key = ${visit} and v.superseded_at is null`;
  if (row) return row;
  // A later scan is withheld: it is answered like one that is not there.
  await requireEarlierRead(tx, personId, { subjectId, date: "infinity" });
  return refuse("VISIT_UNKNOWN", `There is no visit '${visit}' of the patient '${subject}'.`);
}

/** The place that the person has, or takes: the first where it is free and theirs to take, else the second. */
async function placeAmongReaders(
  tx: Tx,
  personId: string,
  place: Place,
  charter: Pick<ReadingCharter, "readers" | "firstIsSenior">,
): Promise<ReaderRole> {
  const { sql } = tx;
  const [own] = await sql<{ readerRole: ReaderRole }[]>`
    select reader_role as "readerRole" from record.read_assignment
     where subject_id = ${place.subjectId} and reader = ${personId}`;
  if (own) return own.readerRole;
  const roles = await placesFor(tx, place.trialId, personId, charter);
  for (const readerRole of roles) {
    const [made] = await sql<{ readerRole: ReaderRole }[]>`
      insert into record.read_assignment (trial_id, site_id, subject_id, reader_role, reader)
      values (${place.trialId}, ${place.siteId}, ${place.subjectId}, ${readerRole}, ${personId})
      on conflict do nothing returning reader_role as "readerRole"`;
    if (made) return made.readerRole;
  }
  const { readers } = charter;
  if (!roles.includes("reader-1"))
    refuse(
      "SENIOR_NEEDED",
      readers === 1
        ? "A senior reader reads each patient of this trial; an administrator of the trial records who is one."
        : "The second place of this patient is taken, and the first is for a senior reader; an administrator of the trial records who is one.",
    );
  return refuse(
    "READ_TAKEN",
    readers === 1
      ? "Another reader reads this patient."
      : "Two other readers read this patient, each of them every visit; take another patient.",
  );
}

/** Scans are read in the order of their dates; only visits with a scan are asked for, where the trial has scans. */
async function requireEarlierRead(
  { sql }: Tx,
  personId: string,
  place: Pick<Place, "subjectId" | "date">,
): Promise<void> {
  const [first] = await sql<{ key: string }[]>`
    select v.key from record.visit v
     where v.subject_id = ${place.subjectId} and v.superseded_at is null and v.date < ${place.date}
       and (exists (select from record.image i where i.visit_id = v.id and i.superseded_at is null)
         or not exists (select from record.image i where i.subject_id = v.subject_id and i.superseded_at is null))
       and not exists (select from record.read_session s
                        where s.visit_id = v.id and s.reader = ${personId} and s.state = 'signed' and s.reader_role <> 'adjudicator')
     order by v.date limit 1`;
  if (first)
    refuse(
      "EARLIER_VISIT_FIRST",
      `Scans are read in the order of their dates: read and sign the visit '${first.key}' of this patient first.`,
    );
}
