import type { Tx } from "@nadir/db";
import { type ShownDates, trial as trialDocument } from "@nadir/domain";
import { parametersOf } from "@nadir/response";
import { lockShownTo } from "../identity/lock-shown.ts";
import { requirePermission } from "../identity/permissions.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess, type View } from "../read/view.ts";
import { carriedTo } from "./carried.ts";
import { primaryCriterion } from "./check-session.ts";
import { areSame, imagesInSight } from "./images-in-sight.ts";
import { standingOf } from "./keep-read.ts";
import type { ReadForm } from "./read-shape.ts";
import { areDaysHidden, type ScanNames, scanNamesOf } from "./scan-names.ts";
import { standingAsShown } from "./scan-names-in-reads.ts";
import { ownSession, type SessionRow } from "./session-row.ts";
import { signatureOfRead } from "./signature-of-read.ts";

/** A reader's own read with all that its form shows. Refuses `READ_UNKNOWN`, `NOT_ALLOWED`. */
export async function readReadForm(tx: Tx, personId: string, id: string): Promise<ReadForm> {
  return formOf(tx, personId, await ownSession(tx, personId, id));
}

/** The same of a read that is known to be the person's own. */
export async function formOf(tx: Tx, personId: string, session: SessionRow): Promise<ReadForm> {
  await requirePermission(tx, personId, session.trialId, "measure");
  await noteSealedCoursesOf(tx, [session.subjectId]);
  const isDraft = session.state === "draft";
  const kept = session.document.images;
  const { view } = await trialAccess(tx, personId, session.trial);
  const already = { carried: carriedTo(tx, session), criterion: primaryCriterion(tx, session.trialId) };
  const [images, { lesions, earlier }, own, criterion, about, names, standing, signed, locked] = await Promise.all([
    isDraft ? imagesInSight(tx, session) : [],
    already.carried,
    tx.sql<{ key: string }[]>`
      select key from record.lesion where subject_id = ${session.subjectId} and superseded_at is null
        and document ->> 'reader' = ${personId}`,
    already.criterion,
    aboutTrial(tx, session.trialId, view),
    scanNamesOf(tx, { trialId: session.trialId, view }, session.subjectId),
    standingOf(tx, session, session, already),
    signatureOfRead(tx, session),
    lockShownTo(tx, personId, { trialId: session.trialId, view }),
  ]);
  const given = about.criteria.find((c) => c.id === criterion)?.parameters;
  return {
    session: session.id,
    trial: about.trial,
    criterion,
    isByVolume: parametersOf(criterion, given as never)["measure"] === "volume",
    subject: session.subject,
    visit: { ...asShown(names, session.visit, session.date), role: session.role },
    readerRole: session.readerRole,
    state: session.state,
    version: session.version,
    keptAt: session.keptAt,
    document: isDraft ? { ...session.document, images } : session.document,
    haveImagesChanged: isDraft && kept !== undefined && !areSame(images, kept),
    earlier: earlier.map(({ visit, date, document }) => {
      const { id, date: day } = asShown(names, visit, date);
      return { visit: id, date: day, document };
    }),
    carried: lesions.map((lesion) => lesion.id),
    taken: own.map(({ key }) => key),
    standing: standingAsShown(standing, names),
    signed,
    amends: session.amends === null ? null : { session: session.amends, reason: session.reason ?? "" },
    amendedBy: session.amendedBy,
    locked,
  };
}

const asShown = ({ name, day }: ScanNames, visit: string, date: string) => ({
  id: name(visit) ?? visit,
  date: day(visit, date),
});

/** The trial as its readers are shown it, and how days are told to whoever sees it so. */
export async function aboutTrial(tx: Tx, trialId: string, view: View) {
  const [row] = await tx.sql<{ document: unknown }[]>`select document from record.trial where id = ${trialId}`;
  const { id, title, dates, disease, criteria } = trialDocument.parse(row!.document);
  const shown: ShownDates = (await areDaysHidden(tx, { trialId, view })) ? { kind: "hidden" } : dates;
  return { trial: { key: id, title, dates: shown, disease }, criteria };
}
