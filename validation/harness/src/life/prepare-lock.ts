import { requirePermission } from "@nadir/api/identity";
import { type ProtocolRow, readProtocolRow, requireState, writeDocument } from "@nadir/api/trial-validation";
import { asModeller, asPerson, type Database, type Tx } from "@nadir/db";
import {
  type FrozenBlock,
  hashOf,
  isImportedModel,
  type LeakageCheck,
  type LockedProtocolDocument,
  type ProtocolDocument,
  placeInWords,
  planHash,
  refusalSentence,
  refuse,
  type SplitSet,
} from "@nadir/domain";
import { precisionBeforeOpening } from "../analysis/too-small.ts";
import { type Assignment, assignmentHash, assignSets } from "../cohort/assign-sets.ts";
import type { SubjectFacts } from "../cohort/facts.ts";
import { readCohort } from "../cohort/read-cohort.ts";
import { type CompletedSets, completeChained } from "../estimators/complete-chained.ts";
import { type Artefact, referenceTo } from "../estimators/estimator.ts";
import { type AppliedModel, artefactsOf, modelArtefact, modelOf, predict } from "../estimators/fit-model.ts";
import { onRawScale } from "../estimators/linear-model.ts";
import { refuseLeaks, runLeakageChecks } from "../leakage/run-checks.ts";
import { prove } from "../proof/prove.ts";
import { SOFTWARE } from "../software.ts";
import { type ModellingViews, openViews } from "./open-views.ts";
import { refuseLargeExact } from "./refuse-large-exact.ts";
import { storeArtefacts } from "./stored-artefacts.ts";
import { trialsOf } from "./trials-of.ts";

export interface Prepared {
  readonly document: LockedProtocolDocument;
  /** What is to be signed. */
  readonly documentHash: string;
  readonly leakage: readonly LeakageCheck[];
}

/**
 * Makes a draft ready to be signed: writes the split by its rule, fits on training subjects as the modelling role, runs
 * the leakage checks (refusing what fails), states the precision, and puts it all into the document as `frozen`.
 */
export async function prepareLock(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<Prepared> {
  const { personId, protocolId } = of;
  const row = await asPerson(db, personId, async (tx) => {
    const found = await readProtocolRow(tx, protocolId);
    await requirePermission(tx, personId, found.trialId, "write-protocol");
    return found;
  });
  requireState(row, "draft", "prepare it for locking");
  refuseFutureDays(row.document);
  const assignments = await asModeller(db, personId, (tx) => divide(tx, row));
  await asPerson(db, personId, async (tx) => {
    await tx.sql`delete from validation.split_assignment where protocol_id = ${protocolId}`;
    for (const a of assignments.filter((x) => x.set !== "excluded"))
      await tx.sql`
        insert into validation.split_assignment (protocol_id, trial_id, site_id, subject_id, "set")
        select ${protocolId}, s.trial_id, s.site_id, s.id, ${a.set} from record.subject s where s.id = ${a.subjectId}`;
  });

  const views = await openViews(db, of);
  const fitted = modelOf(views.training, row.document);
  const artefacts = artefactsOf(fitted);
  const leakage = runLeakageChecks(leakageInput(views, fitted));
  refuseLeaks(leakage);
  refuseFewImputations(fitted);
  const frozen = frozenBlock(views, fitted, leakage);
  refuseSmallSample(row.document, frozen);
  refuseLargeExact(row.document, frozen);

  const { frozen: _, ...plan } = row.document;
  const document: LockedProtocolDocument = { ...plan, frozen };
  await asPerson(db, personId, async (tx) => {
    await storeArtefacts(tx, row, artefacts);
    await writeDocument(tx, protocolId, document);
  });
  return { document, documentHash: hashOf(document), leakage };
}

/** Applies the plan's split to the record as the modelling role sees it. */
export async function divide(tx: Tx, row: ProtocolRow): Promise<Assignment[]> {
  const cohort: SubjectFacts[] = [];
  for (const trialId of await trialsOf(tx, row)) cohort.push(...(await readCohort(tx, trialId, row.document)));
  const members = await tx.sql<{ subject_id: string }[]>`
    select subject_id from sealed.member where test_set_id = ${row.testSetId}`;
  return assignSets(cohort, row.document, new Set(members.map((m) => m.subject_id)));
}

/** What a plan says has happened lies before its lock. A day of slack: the world has many time zones. */
function refuseFutureDays({ identity: { registration }, model }: ProtocolDocument): void {
  const tomorrow = new Date(Date.now() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  for (const [place, day] of [
    ["identity.registration.date", registration.state === "registered" ? registration.date : null],
    ["model.attestation.frozenOn", isImportedModel(model) ? model.attestation.frozenOn : null],
  ] as const)
    if (day !== null && day > tomorrow)
      refuse(
        "PROTOCOL_INVALID",
        `${placeInWords(place)}: ${day} is still to come; write the day on which it was done.`,
        {
          where: { path: place },
          found: day,
        },
      );
}

/** At least as many completed data sets as the percentage of incomplete subjects (rule book validation §4.8). */
function refuseFewImputations(fitted: AppliedModel): void {
  const completed = artefactsOf(fitted).find((a) => a.kind === completeChained.kind) as
    | Artefact<CompletedSets>
    | undefined;
  if (!completed) return;
  const { n, incomplete, imputations } = completed.output;
  const needed = Math.ceil((100 * incomplete) / n);
  if (imputations < needed)
    refuse(
      "PROTOCOL_INVALID",
      `missing.imputations: ${incomplete} of ${n} training subjects are incomplete; ${imputations} completed data sets are too few. Write at least ${needed}.`,
      { found: String(imputations), expected: `at least ${needed}` },
    );
}

/** A test set smaller than the plan's own precision asks for is locked only where the trial fixes the number. */
function refuseSmallSample(plan: ProtocolDocument, { precision }: FrozenBlock): void {
  const needed = Math.max(...precision.rows.map((r) => r.requiredN));
  if (!plan.sampleSize.fixedByTrial && precision.evaluable < needed)
    refuse(
      "SAMPLE_SIZE_UNJUSTIFIED",
      `${refusalSentence("SAMPLE_SIZE_UNJUSTIFIED")} ${precision.evaluable} test subjects can be predicted; an interval of width ${plan.sampleSize.targetWidth} needs ${needed}. Say that the trial fixes the number and why that is acceptable, or widen the interval.`,
      { found: String(precision.evaluable), expected: String(needed) },
    );
}

export const leakageInput = (views: ModellingViews, fitted: AppliedModel) => ({
  protocol: views.row.document,
  subjects: views.placed,
  training: views.training,
  artefacts: artefactsOf(fitted),
  sealedSubjectIds: views.sealedSubjectIds,
  sealedRule: views.sealedRule,
  publicOrigin: views.publicOrigin,
  proof: prove(views.raw, views.row.document),
});

/** The split as it stands in the database, hashed by subject key. */
export const frozenAssignmentHash = (views: ModellingViews): string =>
  assignmentHash(views.placed.map((s) => ({ subjectKey: s.facts.key, set: s.set })));

function frozenBlock(views: ModellingViews, fitted: AppliedModel, leakage: readonly LeakageCheck[]): FrozenBlock {
  const protocol = views.row.document;
  const count = (set: SplitSet) => views.placed.filter((s) => s.set === set).length;
  const { n, events } = "imported" in fitted ? { n: 0, events: 0 } : fitted.model.output;
  // Predictions that are made elsewhere are expected for everybody; who has none is told when they are lodged.
  const evaluable =
    protocol.model.type === "imported-predictions"
      ? views.test.rows.length
      : views.test.rows.filter((r) => predict(fitted, r).value !== null).length;
  const model = modelArtefact(fitted);
  return {
    planHash: planHash(protocol),
    assignmentHash: frozenAssignmentHash(views),
    trainingDataHash: views.training.dataHash,
    subjectsPerSet: {
      training: count("training"),
      tuning: count("tuning"),
      test: count("test"),
      excluded: count("excluded"),
    },
    trainingEvents: events,
    trainingNonEvents: n - events,
    artefacts: artefactsOf(fitted).map(referenceTo),
    model: {
      artefact: model.id,
      outputHash: model.outputHash,
      ...("imported" in fitted
        ? { coefficients: [] }
        : {
            ...(fitted.model.output.link ? { link: fitted.model.output.link } : {}),
            ...onRawScale(fitted.model.output, fitted.scale.output),
          }),
    },
    precision: precisionBeforeOpening(protocol, evaluable, events, n - events),
    leakageHash: hashOf(leakage),
    software: SOFTWARE,
  };
}
