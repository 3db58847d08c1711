import { finalAppraisals, lockedDocument, type ProtocolRow } from "@nadir/api/trial-validation";
import { asPerson, asSystem, type Database, type Tx } from "@nadir/db";
import { hashOf, type LockedProtocolDocument, refuse, type ValidationResult } from "@nadir/domain";
import { assaysOf } from "../analysis/assays.ts";
import { buildResult } from "../analysis/build-result.ts";
import type { AnalysisSubject } from "../analysis/subject.ts";
import type { OutcomeFacts } from "../cohort/facts.ts";
import { readOpenedOutcomes, readUnsealedOutcomes } from "../cohort/read-cohort.ts";
import {
  type AppliedModel,
  modelArtefact,
  modelFromArtefacts,
  modelOf,
  type Prediction,
  predict,
} from "../estimators/fit-model.ts";
import { sharedLevels } from "../leakage/disjointness.ts";
import { isTest } from "../leakage/input.ts";
import { runLeakageChecks } from "../leakage/run-checks.ts";
import { type ModellingViews, openViews } from "./open-views.ts";
import { frozenAssignmentHash, leakageInput } from "./prepare-lock.ts";
import { readReaders } from "./read-readers.ts";
import { readUnblinded } from "./read-unblinded.ts";
import { lockedArtefacts } from "./stored-artefacts.ts";
import { trialsOf } from "./trials-of.ts";

export interface Assembled {
  readonly result: ValidationResult;
  readonly openingId: string;
  readonly trialId: string;
}

/**
 * Executes the locked plan on the opened outcomes: everything is read again from the record and computed again. The same
 * record gives the same result; `report` stores it and `verify` compares with it.
 */
export async function assembleResult(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<Assembled> {
  const views = await openViews(db, of);
  const document = lockedDocument(views.row);
  const stored = await asPerson(db, of.personId, async (tx) => ({
    artefacts: await lockedArtefacts(tx, views.row, document),
    opening: await readOpening(tx, of.protocolId),
    predictions: await readPredictions(tx, of.protocolId),
    outcomes: await readDevelopmentOutcomes(tx, views.row),
    trial: await readTrial(tx, views.row.trialId),
    life: await readLife(tx, of.protocolId),
    readers: await readReaders(tx, of.protocolId),
    quadas2: await finalAppraisals(tx, of.protocolId),
  }));
  const { opening } = stored;
  const released = await asPerson(db, of.personId, (tx) => readOpenedOutcomes(tx, opening.id));
  const auditHead = await openedEvent(db, of.protocolId);
  const unblinded = await readUnblinded(db, of.protocolId, auditHead);
  const fitted = modelFromArtefacts(stored.artefacts);
  const leakage = runLeakageChecks(leakageInput(views, fitted));
  const subjects = analysed(views, fitted, stored.predictions, [...stored.outcomes, ...released]);
  const result = buildResult({
    protocol: document,
    trial: stored.trial,
    life: {
      ...stored.life,
      opened: opening.reuse,
      openings: opening.openings,
      openedAt: opening.at,
      auditHead,
      unblinded,
    },
    subjects,
    testTags: new Set(views.placed.filter(isTest).map((s) => s.tag)),
    training: views.training,
    fitted,
    leakage,
    shared: sharedLevels(views.placed),
    deviations: deviationsOf(views, document, fitted, stored.predictions, hashOf(leakage)),
  });
  const assays = assaysOf(views.placed, document);
  return {
    result: {
      ...result,
      readers: stored.readers,
      ...(assays ? { assays } : {}),
      ...(stored.quadas2.length > 0 ? { quadas2: stored.quadas2 } : {}),
    },
    openingId: opening.id,
    trialId: views.row.trialId,
  };
}

/** Who is analysed: test subjects with their committed predictions, training subjects with the model's own. */
function analysed(
  views: ModellingViews,
  fitted: AppliedModel,
  predictions: readonly Prediction[],
  outcomes: readonly OutcomeFacts[],
): AnalysisSubject[] {
  const outcomesOf = new Map<string, AnalysisSubject["outcomes"][number][]>();
  for (const o of outcomes) outcomesOf.set(o.subjectId, [...(outcomesOf.get(o.subjectId) ?? []), o]);
  const committed = new Map(predictions.map((p) => [p.subjectId, p]));
  return views.placed.flatMap((s): AnalysisSubject[] => {
    const own = outcomesOf.get(s.facts.id) ?? [];
    if (s.set === "test") {
      const prediction =
        committed.get(s.facts.id) ??
        refuse("PREDICTIONS_INCOMPLETE", `Test subject ${s.facts.key} has no committed prediction.`);
      return [{ set: "test", row: s.row, prediction, outcomes: own }];
    }
    return s.set === "training"
      ? [{ set: "training", row: s.row, prediction: predict(fitted, s.row), outcomes: own }]
      : [];
  });
}

/** The subjects of an opened protocol and its locked model: for what is analysed after the report. */
export async function readAnalysed(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<{ readonly subjects: readonly AnalysisSubject[]; readonly fitted: AppliedModel }> {
  const views = await openViews(db, of);
  return asPerson(db, of.personId, async (tx) => {
    const fitted = modelFromArtefacts(await lockedArtefacts(tx, views.row, lockedDocument(views.row)));
    const { id } = await readOpening(tx, of.protocolId);
    const outcomes = [...(await readDevelopmentOutcomes(tx, views.row)), ...(await readOpenedOutcomes(tx, id))];
    const subjects = analysed(views, fitted, await readPredictions(tx, of.protocolId), outcomes);
    return { subjects: [...subjects].sort((a, b) => (a.row.subjectKey < b.row.subjectKey ? -1 : 1)), fitted };
  });
}

/** Where the run departed from the lock, as found by computing again. An honest run has none. */
function deviationsOf(
  views: ModellingViews,
  document: LockedProtocolDocument,
  fitted: AppliedModel,
  committed: readonly Prediction[],
  leakageHash: string,
): string[] {
  const found: string[] = [];
  const { frozen } = document;
  if (frozenAssignmentHash(views) !== frozen.assignmentHash)
    found.push("The split read from the record is not the one that was locked.");
  if (views.training.dataHash !== frozen.trainingDataHash)
    found.push(
      "Training data changed in the record after the lock; the figures of development use the record as it is now.",
    );
  else if (modelArtefact(modelOf(views.training, document)).outputHash !== modelArtefact(fitted).outputHash)
    found.push("Fitting again on the same training data gives another model.");
  if (leakageHash !== frozen.leakageHash)
    found.push("The leakage checks, run again, give other evidence than at the lock.");
  // Predictions made elsewhere cannot be computed again; their hash is in the log.
  if (document.model.type === "imported-predictions") return found;
  const changed = views.test.rows.filter((row) => {
    const now = predict(fitted, row);
    const then = committed.find((p) => p.subjectId === row.subjectId);
    return then?.value !== now.value || then?.reason !== now.reason;
  });
  if (changed.length > 0)
    found.push(
      `Computing again from the record gives ${changed.length} test subject(s) another prediction than was committed; the committed ones are analysed.`,
    );
  return found;
}

/** Outcomes in the clear of every trial that the protocol divides. */
async function readDevelopmentOutcomes(tx: Tx, row: ProtocolRow): Promise<OutcomeFacts[]> {
  const outcomes: OutcomeFacts[] = [];
  for (const trialId of await trialsOf(tx, row)) outcomes.push(...(await readUnsealedOutcomes(tx, trialId)));
  return outcomes;
}

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

async function readOpening(tx: Tx, protocolId: string) {
  const [own] = await tx.sql<{ id: string; test_set_id: string; reuse: number; at: string }[]>`
    select id, test_set_id, reuse, to_char(opened_at at time zone 'UTC', ${ISO}) as at
      from sealed.opening where protocol_id = ${protocolId}`;
  if (!own)
    return refuse("NOT_LOCKED", "The test set has not been opened for this protocol; there is nothing to report.");
  const openings = await tx.sql<{ protocol_hash: string; at: string }[]>`
    select protocol_hash, to_char(opened_at at time zone 'UTC', ${ISO}) as at
      from sealed.opening where test_set_id = ${own.test_set_id} and reuse <= ${own.reuse} order by reuse`;
  return { ...own, openings: openings.map((o) => ({ protocolHash: o.protocol_hash, at: o.at })) };
}

async function readPredictions(tx: Tx, protocolId: string): Promise<Prediction[]> {
  const rows = await tx.sql<{ subject_id: string; key: string; value: number | null; reason: string | null }[]>`
    select p.subject_id, s.key, p.value, p.not_computable_reason as reason
      from validation.prediction p join record.subject s on s.id = p.subject_id
     where p.protocol_id = ${protocolId} order by s.key collate "C"`;
  return rows.map(
    (r): Prediction =>
      r.value === null
        ? { subjectId: r.subject_id, subjectKey: r.key, value: null, reason: r.reason ?? "not said" }
        : { subjectId: r.subject_id, subjectKey: r.key, value: r.value, reason: null },
  );
}

async function readTrial(tx: Tx, trialId: string): Promise<ValidationResult["trial"]> {
  const [row] = await tx.sql<
    {
      key: string;
      title: string;
      origin: string | null;
      licence: string | null;
      citation: string | null;
      notice: string | null;
    }[]
  >`select key, title, document -> 'provenance' ->> 'origin' as origin, document -> 'provenance' ->> 'licence' as licence,
           document -> 'provenance' ->> 'citation' as citation, document -> 'provenance' ->> 'notice' as notice
      from record.trial where id = ${trialId}`;
  return {
    key: row!.key,
    title: row!.title,
    origin: row!.origin ?? "own trial",
    licence: row!.licence ?? "not public",
    citation: row!.citation ?? "not published",
    notice: row!.notice ?? "Calendar dates.",
  };
}

async function readLife(tx: Tx, protocolId: string) {
  const [times] = await tx.sql<{ locked: string; predicted: string; prediction_hash: string }[]>`
    select to_char(locked_at at time zone 'UTC', ${ISO}) as locked, to_char(predicted_at at time zone 'UTC', ${ISO}) as predicted,
           prediction_hash from validation.protocol where id = ${protocolId}`;
  // Signatures up to the opening: what came later (refused attempts, the report's own) is in the log.
  const signatures = await tx.sql<
    { person: string; role: string; meaning: string; at: string; document_hash: string }[]
  >`
    select coalesce(u.name, g.person_id) as person, g.person_role as role, g.meaning,
           to_char(g.at at time zone 'UTC', ${ISO}) as at, g.document_hash
      from validation.signature g
      join sealed.opening o on o.protocol_id = g.protocol_id
      left join identity."user" u on u.id = g.person_id
     where g.protocol_id = ${protocolId} and (g.meaning in ('authored', 'approved for locking') or g.id = o.signature_id)
     order by g.at, g.meaning`;
  return {
    lockedAt: times!.locked,
    predictedAt: times!.predicted,
    predictionsHash: times!.prediction_hash,
    signatures: signatures.map((s) => ({
      person: s.person,
      role: s.role,
      meaning: s.meaning,
      at: s.at,
      documentHash: s.document_hash,
    })),
  };
}

/** The event of the opening: the anchor of the audit chain that the report prints. */
async function openedEvent(db: Database, protocolId: string): Promise<{ seq: number; hash: string }> {
  const object = `validation.protocol/${protocolId}`;
  const [event] = await asSystem(
    db,
    "read the anchor of an opening",
    (tx) => tx.sql<{ seq: number; hash: string }[]>`
      select seq, hash from audit.event where action = 'opened' and object = ${object} order by seq limit 1`,
  );
  return (
    event ??
    refuse("LOG_CHAIN_BROKEN", "The log holds no opening of this protocol, though the database says it was opened.")
  );
}
