import {
  lockedDocument,
  logRefusal,
  readProtocolRow,
  requireAuthenticated,
  requireState,
  type Signatory,
  sign,
} from "@nadir/api/trial-validation";
import { asPerson, type Database } from "@nadir/db";
import { hashOf, refuse } from "@nadir/domain";
import { modelFromArtefacts } from "../estimators/fit-model.ts";
import { refuseLeaks, runLeakageChecks } from "../leakage/run-checks.ts";
import { openViews } from "./open-views.ts";
import { frozenAssignmentHash, leakageInput, prepareLock } from "./prepare-lock.ts";
import { lockedArtefacts } from "./stored-artefacts.ts";

export interface Locked {
  readonly protocolId: string;
  readonly documentHash: string;
}

/**
 * Locks a draft: prepares it, has both sign the very text, checks everything again and closes it. From here the database
 * refuses any change of the document, the split and the artefacts. Refusals are logged before they are returned.
 */
export async function lock(
  db: Database,
  protocolId: string,
  { author, approver }: { readonly author: Signatory; readonly approver: Signatory },
): Promise<Locked> {
  return logRefusal(db, { personId: author.personId, protocolId, act: "lock" }, async () => {
    if (author.personId === approver.personId)
      refuse(
        "SIGNER_NOT_INDEPENDENT",
        `${author.personId} would sign as author and as approver; the approver is another person.`,
      );
    await requireAuthenticated(author, "authored");
    await requireAuthenticated(approver, "approved for locking");
    const { documentHash } = await prepareLock(db, { personId: author.personId, protocolId });
    await sign(db, protocolId, author, "authored");
    await sign(db, protocolId, approver, "approved for locking");
    await closeDraft(db, { personId: author.personId, protocolId });
    return { protocolId, documentHash };
  });
}

/** The last step of locking, for a prepared draft that carries both signatures. */
export async function closeDraft(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<void> {
  const views = await openViews(db, of);
  requireState(views.row, "draft", "lock it");
  const document = lockedDocument(views.row);
  const artefacts = await asPerson(db, of.personId, (tx) => lockedArtefacts(tx, views.row, document));
  const fitted = modelFromArtefacts(artefacts);
  const split = frozenAssignmentHash(views);
  if (split !== document.frozen.assignmentHash)
    refuse("PLAN_CHANGED_AFTER_LOCK", "The split is not the one that was signed.", {
      found: split,
      expected: document.frozen.assignmentHash,
    });
  const changed = () =>
    refuse("PLAN_CHANGED_AFTER_LOCK", "The record changed after the signatures; prepare and sign the protocol again.");
  if (views.training.dataHash !== document.frozen.trainingDataHash) changed();
  const leakage = runLeakageChecks(leakageInput(views, fitted));
  refuseLeaks(leakage);
  if (hashOf(leakage) !== document.frozen.leakageHash) changed();
  await asPerson(db, of.personId, async (tx) => {
    await readProtocolRow(tx, of.protocolId);
    await tx.sql`update validation.protocol set state = 'locked' where id = ${of.protocolId}`;
  });
}
