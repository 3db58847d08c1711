import { logRefusal, requireState } from "@nadir/api/trial-validation";
import { appendAudit, asPerson, type Database } from "@nadir/db";
import { isImportedModel, refuse } from "@nadir/domain";
import type { Proof } from "../proof/proof.ts";
import { prove } from "../proof/prove.ts";
import { openViews } from "./open-views.ts";

export interface ProtocolProof extends Proof {
  readonly protocolId: string;
  /** Whether the fitted steps are those that the protocol has locked; null before the lock. */
  readonly asLocked: boolean | null;
}

/**
 * The metamorphic proof of a protocol, on demand: from the record as the modelling role sees it, with the split as it
 * stands. The finding goes into the log. A draft must have been prepared, so that it has a split.
 */
export async function proveProtocol(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string; readonly seed?: number; readonly rounds?: number },
): Promise<ProtocolProof> {
  return logRefusal(db, { ...of, act: "proof" }, async () => {
    const views = await openViews(db, of);
    if (!views.placed.some((s) => s.set !== "excluded")) requireState(views.row, "locked", "prove it");
    if (isImportedModel(views.row.document.model))
      refuse(
        "ARTEFACT_WITHOUT_PROVENANCE",
        "The protocol's model was fitted elsewhere; what it has seen is attested and cannot be proven here.",
      );
    const { seed = 1, rounds = 3 } = of;
    const proof = prove(views.raw, views.row.document, { seed, rounds });
    const locked = views.row.document.frozen?.artefacts;
    const asLocked = locked
      ? locked.length === proof.artefacts.length &&
        proof.artefacts.every((a) => locked.some((l) => l.id === a.id && l.outputHash === a.hash))
      : null;
    await asPerson(db, of.personId, (tx) =>
      appendAudit(tx, {
        action: "proved",
        object: `validation.protocol/${of.protocolId}`,
        payload: {
          trial: views.row.trialId,
          ok: proof.ok,
          asLocked,
          changed: proof.changed,
          strayed: proof.strayed.length,
          seed,
          rounds,
        },
      }),
    );
    return { ...proof, protocolId: of.protocolId, asLocked };
  });
}
