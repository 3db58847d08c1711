import type { Tx } from "@nadir/db";
import { type Adjudication, type ReadDocument, type ReaderRole, refuse, type VisitRole } from "@nadir/domain";

/** A read as it stands in the record, with the names of its place. */
export interface SessionRow {
  readonly id: string;
  readonly trialId: string;
  readonly siteId: string;
  readonly subjectId: string;
  readonly visitId: string;
  readonly trial: string;
  readonly subject: string;
  readonly visit: string;
  readonly date: string;
  readonly role: VisitRole;
  readonly readerRole: ReaderRole;
  readonly reader: string;
  /** `dropped`: an amendment that its reader did not sign after all; it counts for nothing. */
  readonly state: "draft" | "signed" | "dropped";
  readonly version: number;
  readonly document: ReadDocument;
  readonly amends: string | null;
  readonly reason: string | null;
  readonly keptAt: Date;
  readonly signedAt: Date | null;
  readonly meaning: string | null;
  readonly documentHash: string | null;
  readonly signatureHash: string | null;
  /** The read that amends this one, draft or signed; one that was dropped does not. */
  readonly amendedBy: string | null;
}

/** An adjudicator's decision in the same table. */
export type DecisionRow = Omit<SessionRow, "readerRole" | "document"> & {
  readonly readerRole: "adjudicator";
  readonly document: Adjudication;
};

/** An unplanned scan tells a blinded reader how the patient was: it is a follow-up like any other. */
export const blindedRole = (sql: Tx["sql"]) => sql`case v.role when 'unscheduled' then 'follow-up' else v.role end`;

const columns = ({ sql }: Tx) => sql`
  s.id, s.trial_id as "trialId", s.site_id as "siteId", s.subject_id as "subjectId", s.visit_id as "visitId", t.key as trial,
  p.key as subject, v.key as visit, v.date::text as date,
  ${blindedRole(sql)} as role, s.reader_role as "readerRole", s.reader, s.state, s.version,
  s.document, s.amends, s.reason, s.kept_at as "keptAt", s.signed_at as "signedAt", s.meaning,
  s.document_hash as "documentHash", s.signature_hash as "signatureHash", a.id as "amendedBy"
  from record.read_session s
  join record.trial t on t.id = s.trial_id
  join record.subject p on p.id = s.subject_id
  join record.visit v on v.id = s.visit_id
  left join record.read_session a on a.amends = s.id and a.state <> 'dropped'`;

/** The person's own read. One that is not theirs is told like one that does not exist. Refuses `READ_UNKNOWN`. */
export async function ownSession(tx: Tx, personId: string, id: string, lock = false): Promise<SessionRow> {
  const [row] = await tx.sql<SessionRow[]>`select ${columns(tx)}
    where s.id = ${id} and s.reader = ${personId} and s.reader_role <> 'adjudicator' ${lock ? tx.sql`for update of s` : tx.sql``}`;
  return row ?? refuse("READ_UNKNOWN", "There is no such read, or it is not one of yours.");
}

/** A read that counts, or will once it is signed. */
export type StandingSession = SessionRow & { readonly state: "draft" | "signed" };

/** Refuses `READ_DROPPED`: nothing is made of an amendment that was dropped. */
export function requireNotDropped(session: SessionRow): StandingSession {
  const { state } = session;
  if (state === "dropped")
    return refuse(
      "READ_DROPPED",
      "This amendment was dropped and counts for nothing. Your signed read stands; amend that one if it is to be changed after all.",
    );
  return { ...session, state };
}

/**
 * The signed reads of a patient that no signed amendment has replaced, by day; of one reader where one is named, of both
 * places otherwise.
 */
export async function signedSessions(tx: Tx, subjectId: string, reader?: string): Promise<SessionRow[]> {
  return await tx.sql<SessionRow[]>`select ${columns(tx)}
    where s.subject_id = ${subjectId} and s.state = 'signed' and s.reader_role <> 'adjudicator'
      and (a.id is null or a.state = 'draft') ${reader === undefined ? tx.sql`` : tx.sql`and s.reader = ${reader}`}
    order by v.date, v.key, s.reader_role`;
}

/** Every signed read of a patient, those that amendments have replaced too, in the order of their signatures. */
export async function everSignedSessions(tx: Tx, subjectId: string): Promise<SessionRow[]> {
  return await tx.sql<SessionRow[]>`select ${columns(tx)}
    where s.subject_id = ${subjectId} and s.state = 'signed' and s.reader_role <> 'adjudicator' order by s.signed_at, s.id`;
}

/** The signed reads of a patient as they were when two readers were compared: what was amended only later, too. */
export async function comparedSessions(tx: Tx, subjectId: string, comparison: string): Promise<SessionRow[]> {
  return await tx.sql<SessionRow[]>`select ${columns(tx)}
    join record.read_comparison c on c.id = ${comparison}
    where s.subject_id = ${subjectId} and s.state = 'signed' and s.reader_role <> 'adjudicator' and s.signed_at <= c.at
      and not exists (select from record.read_session l where l.amends = s.id and l.state = 'signed' and l.signed_at <= c.at)
    order by v.date, v.key, s.reader_role`;
}

/** The decisions of adjudicators on a patient, first to last. */
export async function decisionsOn(tx: Tx, subjectId: string): Promise<DecisionRow[]> {
  return await tx.sql<DecisionRow[]>`select ${columns(tx)}
    where s.subject_id = ${subjectId} and s.state = 'signed' and s.reader_role = 'adjudicator' order by s.signed_at, s.id`;
}
