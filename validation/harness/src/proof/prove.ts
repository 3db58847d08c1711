import type { ProtocolDocument } from "@nadir/domain";
import { endpointOf } from "../analysis/subject.ts";
import { indexDate } from "../cohort/index-date.ts";
import { type PredictorRow, predictorRow } from "../cohort/predictors.ts";
import type { SplitSubject } from "../cohort/split-subject.ts";
import { subjectTag } from "../cohort/subject-tag.ts";
import { sealTrainingView } from "../cohort/training-view.ts";
import type { Artefact } from "../estimators/estimator.ts";
import { artefactsOf, modelOf, predict } from "../estimators/fit-model.ts";
import type { PlacedSubject } from "../leakage/input.ts";
import { trainingRow } from "../leakage/training-row.ts";
import { type RawSubject, withNoisyTest } from "./noise.ts";
import type { Proof } from "./proof.ts";

/** What comes out of a whole pipeline: everything that was fitted, and the score that it gives a subject. */
export interface Run {
  readonly artefacts: readonly Artefact[];
  readonly score: (row: PredictorRow) => number | null;
}

/** From raw inputs to a fitted model. The harness's own is `honestPipeline`; tests plant faults in others. */
export type Pipeline = (subjects: readonly SplitSubject[], protocol: ProtocolDocument) => Run;

export const placedSubject = ({ facts, set }: SplitSubject, protocol: ProtocolDocument): PlacedSubject => ({
  facts,
  row: predictorRow(facts, protocol),
  tag: subjectTag(facts.study, facts.key),
  indexDate: indexDate(facts, protocol),
  set,
});

/** The rows of development with their outcomes: what may be fitted on. */
export function trainingOf(subjects: readonly SplitSubject[], protocol: ProtocolDocument) {
  const endpoint = endpointOf(protocol, protocol.model.endpoint);
  return sealTrainingView(
    subjects
      .filter((s) => s.set === "training" || s.set === "tuning")
      .map((s) => trainingRow(placedSubject(s, protocol), s.outcomes, endpoint)),
  );
}

export const honestPipeline: Pipeline = (subjects, protocol) => {
  const fitted = modelOf(trainingOf(subjects, protocol), protocol);
  return { artefacts: artefactsOf(fitted), score: (row) => predict(fitted, row).value };
};

/**
 * The metamorphic proof (rule book validation §3.4): features and outcomes of all test subjects are replaced by noise and
 * the whole pipeline is fitted again from the raw inputs; every artefact must come out bit for bit the same. Then the
 * rows are given in another order; every score must follow its row. Several rounds, because a choice among few
 * alternatives can come out the same by luck.
 */
export function prove(
  subjects: readonly SplitSubject[],
  protocol: ProtocolDocument,
  { pipeline = honestPipeline, seed = 1, rounds = 3 }: { pipeline?: Pipeline; seed?: number; rounds?: number } = {},
): Proof {
  const base = pipeline(subjects, protocol);
  const isTest = (s: RawSubject) => (s as SplitSubject).set === "test";
  const noisy = Array.from({ length: rounds }, (_, round) =>
    hashesOf(pipeline(withNoisyTest(subjects, isTest, seed + round) as SplitSubject[], protocol)),
  );
  const artefacts = base.artefacts.map((a) => {
    const after = noisy.map((hashes) => hashes.get(a.id) ?? "not fitted");
    return {
      id: a.id,
      kind: a.kind,
      hash: a.outputHash,
      withNoise: after.find((h) => h !== a.outputHash) ?? a.outputHash,
    };
  });
  const changed = artefacts.filter((a) => a.hash !== a.withNoise).map((a) => a.id);
  const scores = scoresOf(subjects, base, protocol);
  const turned = [...subjects].reverse();
  const again = scoresOf(turned, pipeline(turned, protocol), protocol);
  const strayed = [...scores].filter(([key, score]) => !Object.is(score, again.get(key))).map(([key]) => key);
  return {
    ok: changed.length === 0 && strayed.length === 0,
    artefacts,
    changed,
    strayed,
    testSubjects: subjects.filter(isTest).length,
    rounds,
  };
}

const hashesOf = (run: Run): ReadonlyMap<string, string> => new Map(run.artefacts.map((a) => [a.id, a.outputHash]));

const scoresOf = (subjects: readonly SplitSubject[], run: Run, protocol: ProtocolDocument) =>
  new Map(
    subjects
      .filter((s) => s.set !== "excluded")
      .map((s) => [`${s.facts.study}/${s.facts.key}`, run.score(predictorRow(s.facts, protocol))] as const),
  );
