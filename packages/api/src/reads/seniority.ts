import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, NO_READER, type ReaderRole, type ReadingCharter, readerGrade, refuse } from "@nadir/domain";
import { z } from "zod";
import { requireWholePermission } from "../identity/permissions.ts";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { trialAccess } from "../read/view.ts";

export const seniority = z.object({
  grade: readerGrade,
  /** Of reading such images; null where nobody said. */
  years: z.int().min(0).max(60).nullable(),
});
export type Seniority = z.infer<typeof seniority>;

export const readerOfTrial = z.object({
  id: z.string(),
  name: z.string(),
  /** Null where none was recorded. */
  seniority: seniority.nullable(),
  /** How often it was recorded: who changes it says which they saw. */
  number: z.int(),
});
export type ReaderOfTrial = z.infer<typeof readerOfTrial>;

export const newSeniority = seniority.extend({
  trial: key,
  reader: z.string().min(1).max(200),
  seen: z.int().min(0),
});

/** The seniority in force, by reader, as far as the person may know the readers of the trial. */
export async function seniorityOf({ sql }: Tx, trialId: string): Promise<Map<string, Seniority & { number: number }>> {
  const rows = await sql<(Seniority & { reader: string; number: number })[]>`
    select distinct on (reader) reader, grade, years, number from record.reader_seniority
     where trial_id = ${trialId} order by reader, number desc`;
  return new Map(rows.map(({ reader, ...of }) => [reader, of]));
}

/** The places among a patient's readers that the person may take by the trial's charter, the first to be tried first. */
export async function placesFor(
  tx: Tx,
  trialId: string,
  personId: string,
  { readers, firstIsSenior }: Pick<ReadingCharter, "readers" | "firstIsSenior">,
): Promise<ReaderRole[]> {
  const isFirst = !firstIsSenior || (await seniorityOf(tx, trialId)).get(personId)?.grade === "senior";
  return [...(isFirst ? (["reader-1"] as const) : []), ...(readers === 2 ? (["reader-2"] as const) : [])];
}

/** Whoever reads or adjudicates in the trial, or has measured in it, with the seniority on record. Administrators only. */
export function listReaders(db: Database, personId: string, trial: string): Promise<ReaderOfTrial[]> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requireWholePermission(tx, personId, trialId, "administer");
    const known = await seniorityOf(tx, trialId);
    const readers = await readersOf(tx, trialId);
    return readers.map(({ id, name }) => {
      const { number = 0, ...of } = known.get(id) ?? {};
      return { id, name, number, seniority: "grade" in of ? (of as Seniority) : null };
    });
  });
}

/** Who holds a role that reads, and whoever's measurements stand in the record. */
async function readersOf(tx: Tx, trialId: string): Promise<{ id: string; name: string }[]> {
  const measured = await remembered(tx, await stateOfTrial(tx, trialId), "who measured", async () => {
    const rows = await tx.sql<{ reader: string }[]>`
      select distinct reader from record.measurement
       where trial_id = ${trialId} and superseded_at is null and reader <> ${NO_READER}`;
    return rows.map(({ reader }) => reader);
  });
  return tx.sql<{ id: string; name: string }[]>`
    select r.id, coalesce(u.name, r.id) as name from (
      select m.user_id as id from identity.membership m
       where m.trial_id = ${trialId} and m.role in ('reader', 'adjudicator') and m.revoked_at is null
      union select unnest(${measured}::text[])) r
      left join identity."user" u on u.id = r.id order by 2, 1`;
}

/**
 * Records how experienced a reader of the trial is; what was recorded before stays. Refuses `NOT_ALLOWED` (it takes an
 * administrator of the whole trial), `READER_UNKNOWN`, `CHANGED_MEANWHILE`.
 */
export function setSeniority(
  db: Database,
  personId: string,
  { trial, reader, grade, years, seen }: z.infer<typeof newSeniority>,
): Promise<void> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requireWholePermission(tx, personId, trialId, "administer");
    if (!(await readersOf(tx, trialId)).some(({ id }) => id === reader))
      refuse("READER_UNKNOWN", `Nobody of the name '${reader}' reads in this trial.`);
    const made =
      ((await seniorityOf(tx, trialId)).get(reader)?.number ?? 0) === seen &&
      (
        await tx.sql`
        insert into record.reader_seniority (trial_id, reader, number, grade, years)
        values (${trialId}, ${reader}, ${seen + 1}, ${grade}, ${years})
        on conflict (trial_id, reader, number) do nothing returning id`
      ).length > 0;
    if (!made)
      refuse("CHANGED_MEANWHILE", "Somebody recorded this reader's seniority meanwhile. Look again, then decide.");
  });
}
