import { type ProtocolRow, readProtocolRow } from "@nadir/api/trial-validation";
import { asModeller, type Database } from "@nadir/db";
import type { ProtocolDocument, SealedRule, SplitSet } from "@nadir/domain";
import { endpointOf } from "../analysis/subject.ts";
import type { OutcomeFacts, SubjectFacts } from "../cohort/facts.ts";
import { indexDate } from "../cohort/index-date.ts";
import { predictorRow } from "../cohort/predictors.ts";
import { readCohort, readUnsealedOutcomes } from "../cohort/read-cohort.ts";
import type { SplitSubject } from "../cohort/split-subject.ts";
import { subjectTag } from "../cohort/subject-tag.ts";
import { sealTrainingView, type TestView, type TrainingView } from "../cohort/training-view.ts";
import type { PlacedSubject } from "../leakage/input.ts";
import { trainingRow } from "../leakage/training-row.ts";
import { trialsOf } from "./trials-of.ts";

/** What a modelling role may know of a protocol's subjects: their places, predictors, and development outcomes. */
export interface ModellingViews {
  readonly row: ProtocolRow;
  readonly placed: readonly PlacedSubject[];
  readonly training: TrainingView;
  readonly test: TestView;
  readonly sealedSubjectIds: readonly string[];
  readonly sealedRule: SealedRule | null;
  readonly publicOrigin: string | null;
  /** The same subjects as a pipeline gets them: facts, set, and the outcomes that a modelling role sees. */
  readonly raw: readonly SplitSubject[];
}

/**
 * Reads the split and the record as the modelling role: the database hides sealed outcomes and everything of a sealed
 * subject after its index day. The only way to a training view.
 */
export async function openViews(
  db: Database,
  { personId, protocolId }: { readonly personId: string; readonly protocolId: string },
): Promise<ModellingViews> {
  return asModeller(db, personId, async (tx) => {
    const row = await readProtocolRow(tx, protocolId);
    const cohort: SubjectFacts[] = [];
    const outcomes: OutcomeFacts[] = [];
    for (const trialId of await trialsOf(tx, row)) {
      cohort.push(...(await readCohort(tx, trialId, row.document)));
      outcomes.push(...(await readUnsealedOutcomes(tx, trialId)));
    }
    const assigned = await tx.sql<{ subject_id: string; set: SplitSet }[]>`
      select subject_id, "set" from validation.split_assignment where protocol_id = ${protocolId}`;
    const members = await tx.sql<{ subject_id: string }[]>`
      select subject_id from sealed.member where test_set_id = ${row.testSetId}`;
    const [testSet] = await tx.sql<{ rule: SealedRule }[]>`
      select rule from sealed.test_set where id = ${row.testSetId}`;
    const [trial] = await tx.sql<{ origin: string | null }[]>`
      select document -> 'provenance' ->> 'origin' as origin from record.trial where id = ${row.trialId}`;
    const setOf = new Map(assigned.map((a) => [a.subject_id, a.set]));
    const placed = placedSubjects(cohort, row.document, setOf);
    const outcomesOf = new Map<string, OutcomeFacts[]>();
    for (const o of outcomes) outcomesOf.set(o.subjectId, [...(outcomesOf.get(o.subjectId) ?? []), o]);
    const endpoint = endpointOf(row.document, row.document.model.endpoint);
    const training = sealTrainingView(
      placed
        .filter((s) => s.set === "training" || s.set === "tuning")
        .map((s) => trainingRow(s, outcomesOf.get(s.facts.id) ?? [], endpoint)),
    );
    const test: TestView = Object.freeze({
      kind: "test-view",
      rows: placed.filter((s) => s.set === "test").map((s) => ({ ...s.row, tag: s.tag })),
    });
    return {
      row,
      placed,
      training,
      test,
      sealedSubjectIds: members.map((m) => m.subject_id),
      sealedRule: testSet?.rule ?? null,
      publicOrigin: trial?.origin ?? null,
      raw: placed.map(({ facts, set }) => ({ facts, set, outcomes: outcomesOf.get(facts.id) ?? [] })),
    };
  });
}

/** The training view alone: what code that fits is given. */
export async function openTrainingView(
  db: Database,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<TrainingView> {
  return (await openViews(db, of)).training;
}

function placedSubjects(
  cohort: readonly SubjectFacts[],
  protocol: ProtocolDocument,
  setOf: ReadonlyMap<string, SplitSet>,
): PlacedSubject[] {
  return cohort.map((facts) => ({
    facts,
    row: predictorRow(facts, protocol),
    tag: subjectTag(facts.study, facts.key),
    indexDate: indexDate(facts, protocol),
    set: setOf.get(facts.id) ?? "excluded",
  }));
}
