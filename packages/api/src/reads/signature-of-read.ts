import type { Tx } from "@nadir/db";
import { FROM_MASK, hashOf } from "@nadir/domain";
import type { BoundSignature } from "../read/signature-shape.ts";
import type { DecisionRow, SessionRow } from "./session-row.ts";
import { recordMeasurement, recordNonTarget } from "./write-read.ts";

/** The hash that a signature of a read is: over who signed what, as which reader, in which meaning, and after which read. */
export const signatureHashOf = (
  session: Pick<SessionRow | DecisionRow, "id" | "visitId" | "readerRole" | "reader">,
  meaning: string,
  documentHash: string,
  amends: string | null,
): string =>
  hashOf({
    session: session.id,
    visit: session.visitId,
    person: session.reader,
    as: session.readerRole,
    meaning,
    document: documentHash,
    amends,
  });

/** The signature of a read as it is shown to its reader; null of a draft. */
export async function signatureOfRead(tx: Tx, session: SessionRow): Promise<BoundSignature | null> {
  const signature = (await signaturesOfReads(tx, [session])).get(session.id) ?? null;
  return signature && { ...signature, by: await nameOf(tx, session.reader) };
}

/** The signatures of some reads, by the id of the read: asked for together, and without the names, which would tell an adjudicator. */
export async function signaturesOfReads(
  tx: Tx,
  sessions: readonly SessionRow[],
): Promise<Map<string, BoundSignature | null>> {
  const facts = await factsAbout(
    tx,
    sessions.filter(({ signedAt }) => signedAt !== null),
  );
  return new Map(sessions.map((session) => [session.id, shown(session, () => brokenRead(session, facts))]));
}

/** The signature of an adjudicator's decision as it is shown. Later reads bring another comparison, and leave it as it is. */
export async function signatureOfDecision(tx: Tx, decision: DecisionRow): Promise<BoundSignature | null> {
  const before = await signaturesBefore(tx, [decision]);
  const signature = shown(decision, () =>
    isAsSigned(decision, before) ? null : "What this decision says is no longer what was signed.",
  );
  return signature && { ...signature, by: await nameOf(tx, decision.reader) };
}

/** A person's name; the id of whom the record knows without one. */
const nameOf = async (tx: Tx, personId: string): Promise<string> =>
  (await namesOfPeople(tx, [personId])).get(personId) ?? personId;

/** Names by id, of those who have one here. */
export async function namesOfPeople({ sql }: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from identity."user" where id = any(${[...new Set(ids)]})`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function shown(
  { signedAt, meaning, signatureHash }: Pick<SessionRow, "signedAt" | "meaning" | "signatureHash">,
  broken: () => string | null,
): BoundSignature | null {
  if (!signedAt || !signatureHash) return null;
  return { by: null, at: signedAt, meaning: meaning ?? "", hash: signatureHash, broken: broken() };
}

/** Hashes of the signatures that these amend, by the id of the amended. */
async function signaturesBefore(
  { sql }: Tx,
  rows: readonly Pick<SessionRow, "amends">[],
): Promise<Map<string, string | null>> {
  const ids = rows.flatMap(({ amends }) => amends ?? []);
  if (ids.length === 0) return new Map();
  const found = await sql<{ id: string; hash: string | null }[]>`
    select id, signature_hash as hash from record.read_session where id = any(${ids}::uuid[])`;
  return new Map(found.map(({ id, hash }) => [id, hash]));
}

/** What stands in the row is what its signature is over. */
function isAsSigned(row: SessionRow | DecisionRow, before: ReadonlyMap<string, string | null>): boolean {
  const documentHash = hashOf(row.document);
  const amended = row.amends === null ? null : (before.get(row.amends) ?? null);
  return (
    documentHash === row.documentHash &&
    row.signatureHash === signatureHashOf(row, row.meaning ?? "", documentHash, amended)
  );
}

/** What the record says of signed reads, beside what they say themselves. */
interface Facts {
  readonly before: ReadonlyMap<string, string | null>;
  /** Ids of the reads that a signed one amends. */
  readonly amended: ReadonlySet<string>;
  /** Hashes of what the record holds now in a reader's name at a visit, by `placeOf`. */
  readonly live: ReadonlyMap<string, readonly string[]>;
}

const placeOf = ({ visitId, reader }: Pick<SessionRow, "visitId" | "reader">) => `${visitId}/${reader}`;

async function factsAbout(tx: Tx, sessions: readonly SessionRow[]): Promise<Facts> {
  if (sessions.length === 0) return { before: new Map(), amended: new Set(), live: new Map() };
  const visits = sessions.map(({ visitId }) => visitId);
  const readers = sessions.map(({ reader }) => reader);
  const [before, amendments, figures] = await Promise.all([
    signaturesBefore(tx, sessions),
    tx.sql<{ amends: string }[]>`
      select amends from record.read_session
       where amends = any(${sessions.map(({ id }) => id)}::uuid[]) and state = 'signed'`,
    tx.sql<{ visitId: string; reader: string; hash: string }[]>`
      select visit_id as "visitId", reader, content_hash as hash from record.measurement
       where visit_id = any(${visits}::uuid[]) and reader = any(${readers}::text[]) and method <> ${FROM_MASK} and superseded_at is null
      union all
      select visit_id, reader, content_hash from record.non_target_assessment
       where visit_id = any(${visits}::uuid[]) and reader = any(${readers}::text[]) and superseded_at is null`,
  ]);
  const live = new Map<string, string[]>();
  for (const { hash, ...of } of figures) live.set(placeOf(of), [...(live.get(placeOf(of)) ?? []), hash]);
  return { before, amended: new Set(amendments.map(({ amends }) => amends)), live };
}

/**
 * Why the signature of a read no longer holds; null where it holds. It is bound to what the read says (21 CFR 11.70), and broken
 * too where the record's figures in the reader's name have been changed since by anything but a signed amendment.
 */
function brokenRead(session: SessionRow, { before, amended, live }: Facts): string | null {
  if (!isAsSigned(session, before)) return "What this read says is no longer what was signed.";
  // Of a read that a signed one amends, the record holds the later figures.
  if (amended.has(session.id)) return null;
  const nonTarget = recordNonTarget(session, session.document.nonTarget);
  const signed = [
    ...session.document.lesions.map((lesion) => hashOf(recordMeasurement(session, lesion))),
    ...(nonTarget === null ? [] : [hashOf(nonTarget)]),
  ];
  const isSame = signed.sort().join() === [...(live.get(placeOf(session)) ?? [])].sort().join();
  return isSame
    ? null
    : "Figures in this reader's name have been changed in the record since they were signed: the log tells by whom and why.";
}
