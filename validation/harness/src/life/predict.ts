import { requirePermission } from "@nadir/api/identity";
import {
  lockedDocument,
  logRefusal,
  readProtocolRow,
  requireState,
  writePredictions,
} from "@nadir/api/trial-validation";
import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { modelArtefact, modelFromArtefacts, type Prediction, predict as predictOne } from "../estimators/fit-model.ts";
import { openViews } from "./open-views.ts";
import { lockedArtefacts } from "./stored-artefacts.ts";

export interface Predicted {
  readonly predictions: readonly Prediction[];
  readonly computed: number;
  readonly notComputable: number;
}

/**
 * Computes and commits a prediction for every test subject, or the reason why there is none. The denominator is fixed
 * here. Everything is read as the modelling role.
 */
export async function predict(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<Predicted> {
  return logRefusal(db, { ...of, act: "predict" }, async () => {
    const views = await openViews(db, of);
    requireState(views.row, "locked", "commit predictions");
    const document = lockedDocument(views.row);
    const artefacts = await asPerson(db, of.personId, (tx) => lockedArtefacts(tx, views.row, document));
    const fitted = modelFromArtefacts(artefacts);
    if (document.model.type === "imported-predictions")
      refuse(
        "PREDICTIONS_INCOMPLETE",
        "The predictions of this protocol are made elsewhere: lodge them, one for every test subject.",
      );
    const { outputHash } = modelArtefact(fitted);
    if (outputHash !== document.frozen.model.outputHash)
      refuse("MODEL_HASH_MISMATCH", "The stored model is not the one that was locked.", {
        found: outputHash,
        expected: document.frozen.model.outputHash,
      });
    const predictions = views.test.rows.map((row) => predictOne(fitted, row));
    await commitPredictions(db, of, predictions);
    const computed = predictions.filter((p) => p.value !== null).length;
    return { predictions, computed, notComputable: predictions.length - computed };
  });
}

/** Writes the set of predictions and closes it; the database refuses a set that is not whole. */
export async function commitPredictions(
  db: Database,
  { personId, protocolId }: { readonly personId: string; readonly protocolId: string },
  predictions: readonly Prediction[],
): Promise<void> {
  await asPerson(db, personId, async (tx) => {
    const { trialId } = await readProtocolRow(tx, protocolId);
    await requirePermission(tx, personId, trialId, "lock-protocol");
    await writePredictions(tx, protocolId, predictions);
  });
}
