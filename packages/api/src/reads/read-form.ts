import type { Tx } from "@nadir/db";
import { trial as trialDocument } from "@nadir/domain";
import { parametersOf } from "@nadir/response";
import { requirePermission } from "../identity/permissions.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { carriedTo } from "./carried.ts";
import { primaryCriterion } from "./check-session.ts";
import { standingOf } from "./keep-read.ts";
import type { ReadForm } from "./read-shape.ts";
import { ownSession } from "./session-row.ts";
import { signatureOfRead } from "./signature-of-read.ts";

/** A reader's own read with all that its form shows. Refuses `READ_UNKNOWN`, `NOT_ALLOWED`. */
export async function readReadForm(tx: Tx, personId: string, id: string): Promise<ReadForm> {
  const session = await ownSession(tx, personId, id);
  await requirePermission(tx, personId, session.trialId, "measure");
  await noteSealedCoursesOf(tx, [session.subjectId]);
  const { lesions, earlier } = await carriedTo(tx, session);
  const own = await tx.sql<{ key: string }[]>`
    select key from record.lesion where subject_id = ${session.subjectId} and superseded_at is null
      and document ->> 'reader' = ${personId}`;
  const criterion = await primaryCriterion(tx, session.trialId);
  const about = await aboutTrial(tx, session.trialId);
  const given = about.criteria.find((c) => c.id === criterion)?.parameters;
  return {
    session: session.id,
    trial: about.trial,
    criterion,
    isByVolume: parametersOf(criterion, given as never)["measure"] === "volume",
    subject: session.subject,
    visit: { id: session.visit, date: session.date, role: session.role },
    readerRole: session.readerRole,
    state: session.state,
    version: session.version,
    keptAt: session.keptAt,
    document: session.document,
    earlier: [...earlier],
    carried: lesions.map((lesion) => lesion.id),
    taken: own.map(({ key }) => key),
    standing: await standingOf(tx, session, session),
    signed: await signatureOfRead(tx, session),
    amends: session.amends === null ? null : { session: session.amends, reason: session.reason ?? "" },
    amendedBy: session.amendedBy,
  };
}

/** The trial as its readers are shown it. */
export async function aboutTrial({ sql }: Tx, trialId: string) {
  const [row] = await sql<{ document: unknown }[]>`select document from record.trial where id = ${trialId}`;
  const { id, title, dates, disease, criteria } = trialDocument.parse(row!.document);
  return { trial: { key: id, title, dates, disease }, criteria };
}
