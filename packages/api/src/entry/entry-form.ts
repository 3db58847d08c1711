import type { Tx } from "@nadir/db";
import { FROM_MASK, key, refuse, trial as trialDocument, UNNAMED_READER } from "@nadir/domain";
import { z } from "zod";
import { presentLock, presentLockOf } from "../identity/data-lock.ts";
import { requirePermission } from "../identity/permissions.ts";
import { columnsOf } from "../intake/cell.ts";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess } from "../read/view.ts";
import { namesOfPeople } from "../reads/signature-of-read.ts";
import { ENTRY_TABLES } from "./entry-shape.ts";
import { cellText, type LiveEntry, liveCourse, subjectsIn } from "./live-course.ts";
import { signedRowsOf } from "./signed-rows.ts";

export const entryFormQuery = z.object({ trial: key, subject: key.optional() });

const column = z.object({
  name: z.string(),
  kind: z.enum(["text", "key", "day", "number", "boolean", "choice", "list"]),
  required: z.boolean(),
  choices: z.array(z.string()),
});
const enteredRow = z.object({
  table: z.enum(ENTRY_TABLES),
  id: z.uuid(),
  version: z.int(),
  /** Column by column, as a cell of the manifest's table holds it; empty ones are left out. */
  cells: z.record(z.string(), z.string()),
  /** The signed read in which it stands, by its reader's name and its visit: that reader amends it, and nobody corrects it here. */
  signedIn: z.object({ reader: z.string(), visit: z.string() }).nullable(),
});
export type EnteredRow = z.infer<typeof enteredRow>;

export const entryForm = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  /** The fields of each table, from the schema by which a manifest is read. */
  columns: z.record(z.enum(ENTRY_TABLES), z.array(column)),
  /** Where the person may enrol. */
  sites: z.array(z.string()),
  arms: z.array(z.string()),
  plannedVisits: z.array(z.string()),
  subjects: z.array(z.string()),
  /** The reader under whose name the subject's (or trial's) figures stand, so that new ones are judged with them. */
  reader: z.string(),
  /** The names of those readers of the subject's rows who are people of this installation, by what stands in the row. */
  readers: z.record(z.string(), z.string()),
  /** The lock under which nothing is recorded; null where there is none. */
  locked: presentLock.nullable(),
  /** What is on record of the subject; null where none is named. */
  rows: z.array(enteredRow).nullable(),
});
export type EntryForm = z.infer<typeof entryForm>;

/** What a form for entering by hand is made of. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`, `SUBJECT_UNKNOWN`. */
export async function readEntryForm(
  tx: Tx,
  personId: string,
  { trial, subject }: z.infer<typeof entryFormQuery>,
): Promise<EntryForm> {
  const { trialId } = await trialAccess(tx, personId, trial);
  await requirePermission(tx, personId, trialId, "enter-data");
  const [row] = await tx.sql<{ document: unknown }[]>`select document from record.trial where id = ${trialId}`;
  const document = trialDocument.parse(row!.document);
  const sites = await tx.sql<{ key: string }[]>`
    select distinct s.key from record.site s join identity.membership m
        on m.trial_id = s.trial_id and (m.site_id is null or m.site_id = s.id)
     where s.trial_id = ${trialId} and s.superseded_at is null and m.user_id = ${personId} and m.revoked_at is null
       and coalesce((select a.act from record.site_act a where a.site_id = s.id order by a.number desc limit 1), '') <> 'closed'
     order by 1`;
  const subjects = await tx.sql<{ key: string }[]>`
    select key from record.subject where trial_id = ${trialId} and superseded_at is null order by key`;
  const live = subject === undefined ? null : await liveCourse(tx, trialId, [subject]);
  if (live?.length === 0)
    refuse("SUBJECT_UNKNOWN", `There is no patient '${subject}' in this trial, or not at a site of yours.`);
  await noteSealedCoursesOf(tx, subjectsIn(live ?? []));
  const signedReadOf = await signedRowsOf(tx, subjectsIn(live ?? []));
  const names = await namesOfPeople(tx, readersIn(live ?? []));
  const reader =
    subject === undefined
      ? await remembered(tx, await stateOfTrial(tx, trialId), "who measured most", () =>
          mainReader(tx, tx.sql`m.trial_id = ${trialId}`),
        )
      : await mainReader(
          tx,
          tx.sql`m.subject_id = (select id from record.subject where trial_id = ${trialId} and key = ${subject}
            and superseded_at is null)`,
        );
  return {
    trial: { key: trial, title: document.title, dates: document.dates },
    columns: Object.fromEntries(
      ENTRY_TABLES.map((table) => [table, columnsOf(table).map((c) => ({ ...c, choices: [...c.choices] }))]),
    ) as EntryForm["columns"],
    sites: sites.map((site) => site.key),
    arms: document.arms.map(({ id }) => id),
    plannedVisits: document.schedule.map(({ id }) => id),
    subjects: subjects.map((s) => s.key),
    reader,
    readers: Object.fromEntries(names),
    locked: await presentLockOf(tx, personId, trialId),
    rows:
      live?.map(({ table, id, version, document: values }) => ({
        table,
        id,
        version,
        cells: Object.fromEntries(
          Object.entries(values)
            .map(([name, value]) => [name, cellText(value)] as const)
            .filter(([, text]) => text !== ""),
        ),
        signedIn: signedReadOf(table, values, values),
      })) ?? null,
  };
}

const readersIn = (rows: readonly LiveEntry[]): string[] =>
  rows.flatMap(({ document: { reader } }) => (typeof reader === "string" ? [reader] : []));

/** Under whose name most figures stand that were not computed from a mask; `UNNAMED_READER` where there are none. */
async function mainReader({ sql }: Tx, of: ReturnType<Tx["sql"]>): Promise<string> {
  const [row] = await sql<{ reader: string }[]>`
    select m.reader from record.measurement m where ${of} and m.superseded_at is null and m.method <> ${FROM_MASK}
     group by m.reader order by count(*) desc, m.reader limit 1`;
  return row?.reader ?? UNNAMED_READER;
}
