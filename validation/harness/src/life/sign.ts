import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { readProtocolRow } from "./protocol-row.ts";

export type SignatureMeaning = "authored" | "approved for locking" | "open outcomes" | "reported";

/**
 * Who signs, and how it was made sure that it is them. `authenticate` must ask anew (password, second factor) and answer
 * true; a session that is merely open does not sign.
 */
export interface Signatory {
  readonly personId: string;
  readonly role: string;
  readonly authenticate: () => Promise<boolean>;
}

/** Puts a signature on the protocol as it stands. Returns its id. */
export async function sign(
  db: Database,
  protocolId: string,
  signatory: Signatory,
  meaning: SignatureMeaning,
): Promise<string> {
  if (!(await signatory.authenticate()))
    return refuse(
      "SIGNATURE_MISSING",
      `${signatory.personId} did not confirm their identity; '${meaning}' is not signed.`,
    );
  return asPerson(db, signatory.personId, async (tx) => {
    const row = await readProtocolRow(tx, protocolId);
    const [signature] = await tx.sql<{ id: string }[]>`
      insert into validation.signature (protocol_id, trial_id, person_role, meaning, document_hash)
      values (${protocolId}, ${row.trialId}, ${signatory.role}, ${meaning}, ${row.canonicalHash})
      returning id`;
    return signature!.id;
  });
}
