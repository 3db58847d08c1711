import type { Tx } from "@nadir/db";
import type { CriterionId, ReadDocument, ResponseCase } from "@nadir/domain";
import { type CheckedRead, checkRead } from "@nadir/response";
import { buildOwnReadsCase } from "../compute/response-case.ts";
import { criteriaOfTrial } from "../responses/cohort-outcomes.ts";
import { type Carried, carriedTo } from "./carried.ts";
import type { SessionRow } from "./session-row.ts";

export const primaryCriterion = async (tx: Tx, trialId: string): Promise<CriterionId> =>
  (await criteriaOfTrial(tx, trialId)).own[0] as CriterionId;

/** What a check of a read asks for, where whoever asks for it has asked for that too. */
interface AskedAlready {
  readonly carried: Promise<Carried>;
  readonly criterion: Promise<CriterionId>;
}

const asked = (tx: Tx, session: SessionRow): AskedAlready => ({
  carried: carriedTo(tx, session),
  criterion: primaryCriterion(tx, session.trialId),
});

/** What keeps this read from being signed, and what the trial's primary criterion makes of the reader's own reads with it. */
export async function checkSession(
  tx: Tx,
  session: SessionRow,
  document: ReadDocument,
  already: AskedAlready = asked(tx, session),
): Promise<CheckedRead> {
  const [{ lesions }, course, criterion, images] = await Promise.all([
    already.carried,
    buildOwnReadsCase(tx, session.subjectId, session.reader),
    already.criterion,
    document.lesions.some((lesion) => lesion.lines) ? imagesOf(tx, session) : undefined,
  ]);
  return checkRead(document, {
    before: until(course, session.date),
    visit: session.visit,
    reader: session.readerRole,
    carried: lesions,
    criterion,
    images,
  });
}

/** The images on which a read of the visit is measured. */
async function imagesOf({ sql }: Tx, { visitId }: SessionRow): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from record.image where visit_id = ${visitId} and superseded_at is null`;
  return rows.map(({ id }) => id);
}

/** Unlike `caseUntil`, also where no baseline lies before the day yet. */
function until(document: ResponseCase, day: string): ResponseCase {
  const visits = document.visits.filter(({ date }) => date <= day);
  const known = new Set(visits.map(({ id }) => id));
  return {
    ...document,
    lesions: document.lesions.map(({ confirmedAt, ...lesion }) =>
      confirmedAt !== undefined && known.has(confirmedAt) ? { ...lesion, confirmedAt } : lesion,
    ),
    visits,
  };
}
