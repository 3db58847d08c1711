import type { Tx } from "@nadir/db";
import { hashOf, READING_MEANING } from "@nadir/domain";
import type { FormSignature } from "../read/signature-shape.ts";

export type ReaderForm = "vasari_reading" | "lesion_reading";

/** The version of a reading that is signed, and of what. */
interface SignedVersion {
  readonly reading: string;
  readonly version: number;
  readonly visit: string;
  readonly person: string;
  readonly meaning: string;
  /** The hash of what the reading says. */
  readonly document: string;
  /** The hash of the signature before this one. */
  readonly amends: string | null;
}

/** The hash that a signature of a reading is; the database computes the same (migration 0064). */
const signatureHashOf = (signed: SignedVersion): string => hashOf({ ...signed, as: "reader" });

/** Puts the reader's signature under the version that was just written, over what it says. */
export async function signReading(
  { sql }: Tx,
  form: ReaderForm,
  { id, version, place, documentHash }: { id: string; version: number; place: PlaceOfReading; documentHash: string },
): Promise<void> {
  const [before] = await sql<{ hash: string }[]>`
    select signature_hash as hash from record.reading_signature where reading_id = ${id} order by version desc limit 1`;
  const amends = before?.hash ?? null;
  const hash = signatureHashOf({
    reading: id,
    version,
    visit: place.visit_id,
    person: place.reader,
    meaning: READING_MEANING,
    document: documentHash,
    amends,
  });
  await sql`
    insert into record.reading_signature (trial_id, site_id, subject_id, visit_id, form, reading_id, version, reader, meaning,
      document_hash, amends, signature_hash)
    values (${place.trial_id}, ${place.site_id}, ${place.subject_id}, ${place.visit_id}, ${form}, ${id}, ${version},
      ${place.reader}, ${READING_MEANING}, ${documentHash}, ${amends}, ${hash})`;
}

/** The columns that say whose form it is, of what. */
export type PlaceOfReading = Readonly<
  Record<"trial_id" | "site_id" | "subject_id" | "visit_id" | "reader", string> & Record<string, string>
>;

/** A live reading with the last signature under it. */
export interface ReadingWithSignature {
  readonly id: string;
  readonly version: number;
  readonly state: "draft" | "signed";
  readonly document: unknown;
  readonly visitId: string;
  readonly reader: string;
  readonly isBroughtIn: boolean;
  readonly signature: {
    readonly version: number;
    readonly at: Date;
    readonly meaning: string;
    readonly documentHash: string;
    readonly amends: string | null;
    readonly hash: string;
    readonly by: string;
  } | null;
}

/**
 * What stands under a reading: its signature with why it no longer holds, if so; or why there is none. A signature is bound to
 * what the reading says and to its version (21 CFR 11.70): what an import changed since is not what was signed.
 */
export function signatureUnder(reading: ReadingWithSignature): FormSignature {
  const { signature, state, isBroughtIn } = reading;
  if (state === "draft") return null;
  if (!signature) return { none: isBroughtIn ? BROUGHT_IN : UNBOUND };
  const { by, at, meaning, hash } = signature;
  return { by, at, meaning, hash, broken: whyBroken(reading, signature) };
}

function whyBroken(
  { id, version, document, visitId, reader }: ReadingWithSignature,
  signature: NonNullable<ReadingWithSignature["signature"]>,
): string | null {
  if (signature.version !== version)
    return "This reading was changed in the record since it was signed: the log tells by whom and why.";
  const { meaning, amends, documentHash } = signature;
  const signed = { reading: id, version, visit: visitId, person: reader, meaning, document: hashOf(document), amends };
  return documentHash === signed.document && signature.hash === signatureHashOf(signed)
    ? null
    : "What this reading says is no longer what was signed.";
}

const BROUGHT_IN = "Brought in from a file; not signed here.";
const UNBOUND = "Signed before signatures were bound to what a reading says.";
