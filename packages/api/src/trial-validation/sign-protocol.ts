import { asPerson, type Database, type Tx } from "@nadir/db";
import { type Permission, refuse } from "@nadir/domain";
import { requirePermission } from "../identity/permissions.ts";
import { type ProtocolRow, readProtocolRow } from "./protocol-row.ts";

export type SignatureMeaning = "authored" | "approved for locking" | "open outcomes" | "reported" | "made void";

/**
 * Who signs, and how it was made sure that it is them. `authenticate` must ask anew (password, second factor) for what
 * the signature means, and answer true; a session that is merely open does not sign.
 */
export interface Signatory {
  readonly personId: string;
  readonly role: string;
  readonly authenticate: (meaning: string) => Promise<boolean>;
}

/** What a person must be allowed to do in the trial to sign this. */
const NEEDED: Readonly<Record<SignatureMeaning, Permission>> = {
  authored: "write-protocol",
  "approved for locking": "lock-protocol",
  "open outcomes": "open-outcomes",
  reported: "open-outcomes",
  "made void": "lock-protocol",
};

const OPENED: readonly string[] = ["opened", "reported", "archived"];

/** Asks the signatory anew; refuses `SIGNATURE_MISSING` where they do not confirm who they are. */
export async function requireAuthenticated(signatory: Signatory, meaning: string): Promise<void> {
  if (!(await signatory.authenticate(meaning))) refuse("SIGNATURE_MISSING", "Wrong password: nothing was signed.");
}

/** Puts a signature on the protocol as it stands, which must be the text that was `seen` where that is given. Returns its id. */
export async function sign(
  db: Database,
  protocolId: string,
  signatory: Signatory,
  meaning: SignatureMeaning,
  { seen }: { readonly seen?: string } = {},
): Promise<string> {
  await requireAuthenticated(signatory, meaning);
  return asPerson(db, signatory.personId, async (tx) => {
    // The protocol's row before the log's lock, in the order in which an opening takes them; otherwise they could deadlock.
    await tx.sql`select id from validation.protocol where id = ${protocolId} for key share`;
    const row = await readProtocolRow(tx, protocolId);
    await requirePermission(tx, signatory.personId, row.trialId, NEEDED[meaning]);
    if (seen !== undefined && seen !== row.canonicalHash)
      refuse("PLAN_CHANGED_AFTER_LOCK", "The text changed while you were reading it; read it again before you sign.", {
        found: row.canonicalHash,
        expected: seen,
      });
    // Before the signature: beside the first opening's it would read as a second opening.
    if (meaning === "open outcomes" && OPENED.includes(row.state))
      refuse(
        "ALREADY_OPENED",
        `The test set has been opened for the protocol ${row.family}; outcomes are opened once. Nothing was signed.`,
      );
    if (meaning === "open outcomes" && row.state !== "predicted")
      refuse(
        row.state === "locked" ? "PREDICTIONS_INCOMPLETE" : "NOT_LOCKED",
        row.state === "locked"
          ? "The predictions are not committed yet; a protocol is opened from the state predicted. Nothing was signed."
          : `A protocol is opened from the state predicted; this one is ${row.state}. Nothing was signed.`,
        { found: row.state, expected: "predicted" },
      );
    await requireOtherSigner(tx, row, signatory, meaning);
    const [signature] = await tx.sql<{ id: string }[]>`
      insert into validation.signature (protocol_id, trial_id, person_role, meaning, document_hash)
      values (${protocolId}, ${row.trialId}, ${signatory.role}, ${meaning}, ${row.canonicalHash})
      returning id`;
    return signature!.id;
  });
}

const OTHER: Readonly<Partial<Record<SignatureMeaning, SignatureMeaning>>> = {
  authored: "approved for locking",
  "approved for locking": "authored",
};

/** One person's two signatures over the same text lock nothing, and would stand where the other person's belongs. */
async function requireOtherSigner(
  tx: Tx,
  row: ProtocolRow,
  { personId }: Signatory,
  meaning: SignatureMeaning,
): Promise<void> {
  const other = OTHER[meaning];
  if (other === undefined) return;
  const [own] = await tx.sql`
    select from validation.signature
     where protocol_id = ${row.id} and document_hash = ${row.canonicalHash} and meaning = ${other} and person_id = ${personId}`;
  if (own)
    refuse(
      "SIGNER_NOT_INDEPENDENT",
      `You have signed this text as '${other}'; another person signs '${meaning}'. Nothing was signed.`,
    );
}
