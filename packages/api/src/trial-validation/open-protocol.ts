import { type Database, type KeyHalves, openOutcomes } from "@nadir/db";
import { logRefusal } from "./log-refusal.ts";
import { type Signatory, sign } from "./sign-protocol.ts";

/** The two halves of the test set's key, each from its custodian, asked for at the moment of opening and not kept. */
export interface Custodians {
  halves(): Promise<KeyHalves>;
}

/**
 * Opens the test set, once. The person authenticates again and signs 'open outcomes'; the database verifies state, text,
 * signatures, split, predictions and the audit chain again, records the opening and releases the outcomes to the
 * analysis, all in one transaction. A refusal changes nothing and is in the log before it is thrown.
 */
export async function open(
  db: Database,
  protocolId: string,
  { opener, custodians }: { readonly opener: Signatory; readonly custodians: Custodians },
): Promise<{ openingId: string }> {
  const { personId } = opener;
  const { signatureId, halves } = await logRefusal(db, { personId, protocolId, act: "opening" }, async () => ({
    signatureId: await sign(db, protocolId, opener, "open outcomes"),
    halves: await custodians.halves(),
  }));
  return openOutcomes(db, personId, { protocolId, signatureId, halves });
}
