import { supersede, type Tx } from "@nadir/db";
import { hashOf, type Trial, trial as trialDocument } from "@nadir/domain";
import { requireAdministrator } from "../identity/administer-people.ts";

/** The trial, of which nobody else changes the set-up meanwhile: imports and entries wait as well. Takes an administrator of all of it. */
export async function heldTrial(tx: Tx, personId: string, trial: string) {
  const trialId = await requireAdministrator(tx, personId, trial);
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.import/${trial}`}, 0))`;
  const [row] = await tx.sql<{ document: unknown; version: number }[]>`
    select document, version from record.trial where id = ${trialId}`;
  return { trialId, document: trialDocument.parse(row!.document), version: row!.version };
}

/** The next version of the trial's own document, for a reason. */
export const keepInTrial = (tx: Tx, trialId: string, document: Trial, reason: string) =>
  supersede(tx, "trial", trialId, { document, content_hash: hashOf(document) } as never, reason);
