import {
  type DisjointLevel,
  type ImportedModelPlan,
  isImportedModel,
  type LeakageCheck,
  type LockedProtocolDocument,
  planHash,
  protocolHash,
  type ValidationResult,
  validationResult,
} from "@nadir/domain";
import type { TrainingView } from "../cohort/training-view.ts";
import { attestedBy } from "../estimators/estimator.ts";
import { type AppliedModel, artefactsOf } from "../estimators/fit-model.ts";
import { artefactOverlaps } from "../leakage/artefact-overlap.ts";
import { evidenceOf } from "../report/appraisal/evidence.ts";
import { tripodAi } from "../report/appraisal/tripod-ai.ts";
import { developmentPerformance } from "./development.ts";
import { siteHeterogeneity } from "./heterogeneity.ts";
import { imputationResult } from "./imputation.ts";
import { caseMix, participantFlow } from "./participants.ts";
import { adjustedTests, primaryResult, secondaryAnalyses, subgroupResults } from "./run-plan.ts";
import type { AnalysisSubject } from "./subject.ts";
import { tooSmallStatements } from "./too-small.ts";

/** Everything from which the result follows; no clock, no database. The same input gives the same result, byte for byte. */
export interface ResultInput {
  readonly protocol: LockedProtocolDocument;
  readonly trial: ValidationResult["trial"];
  readonly life: ValidationResult["life"];
  readonly subjects: readonly AnalysisSubject[];
  readonly testTags: ReadonlySet<string>;
  readonly training: TrainingView;
  readonly fitted: AppliedModel;
  readonly leakage: readonly LeakageCheck[];
  readonly shared: Readonly<Record<DisjointLevel, readonly string[]>>;
  readonly deviations: readonly string[];
}

export function buildResult(input: ResultInput): ValidationResult {
  const { protocol, subjects } = input;
  const sorted = [...subjects].sort((a, b) => (a.row.subjectKey < b.row.subjectKey ? -1 : 1));
  const primary = primaryResult(sorted, protocol);
  const secondary = secondaryAnalyses(sorted, protocol, input.fitted.cuts);
  const subgroups = subgroupResults(sorted, protocol);
  const heterogeneity = siteHeterogeneity(sorted, protocol);
  const changes = (set: "training" | "test") =>
    sorted
      .filter((s) => s.set === set)
      .flatMap((s) => s.row.predictors[protocol.model.predictors[0] ?? ""]?.value ?? [])
      .sort((a, b) => a - b);
  const imputation = "imported" in input.fitted ? undefined : imputationResult(sorted, input.fitted, protocol);
  const filled: Omit<ValidationResult, "tripodAi"> = {
    schema: "nadir.validation-result/1",
    protocol,
    protocolHash: protocolHash(protocol),
    planHash: planHash(protocol),
    trial: input.trial,
    life: input.life,
    claim: claim(input),
    disjoint: isImportedModel(protocol.model) ? attestedDisjointness(protocol.model) : disjointness(input.shared),
    flow: participantFlow(sorted, protocol),
    caseMix: caseMix(sorted, protocol),
    predictorChange: { training: changes("training"), test: changes("test") },
    primary,
    secondary,
    development: developmentPerformance(input.training, input.fitted, protocol),
    ...(imputation ? { imputation } : {}),
    ...(heterogeneity ? { heterogeneity } : {}),
    subgroups,
    multiplicity: adjustedTests(secondary, protocol),
    leakage: [...input.leakage],
    artefacts: artefactOverlaps(artefactsOf(input.fitted), input.testTags).map(({ artefact: a, overlap }) => ({
      id: a.id,
      kind: a.kind,
      subjects: a.subjectTags.length,
      overlapWithTest: overlap,
      usesOutcome: a.usesOutcome,
      parents: [...a.parents],
      outputHash: a.outputHash,
      ...(attestedBy(a) === undefined ? {} : { attested: attestedBy(a) }),
    })),
    tooSmall: tooSmallStatements(protocol.frozen, primary, secondary, subgroups, protocol),
    deviations: [...input.deviations],
    software: protocol.frozen.software,
  };
  return validationResult.parse({ ...filled, tripodAi: tripodAi(evidenceOf(filled)) } satisfies ValidationResult);
}

/** What development and test share, level by level, as computed. */
function disjointness(shared: ResultInput["shared"]): ValidationResult["disjoint"] {
  const named = (["subject", "arm", "site", "study"] as const).map((level) => {
    const both = shared[level];
    const many = level === "study" ? "studies" : `${level}s`;
    const sentence =
      both.length === 0
        ? `No ${level} is in development and in test.`
        : `${both.length} ${both.length === 1 ? `${level} is` : `${many} are`} in both: ${both.join(", ")}.`;
    return { level, shared: both.length, sentence };
  });
  const { time } = shared;
  const sentence =
    time.length === 0
      ? "Every index date of development lies before the first of the test set."
      : `${time.length} development subjects have their index date on or after the first of the test set.`;
  return [...named, { level: "time", shared: time.length, sentence }];
}

/** Of a model from elsewhere: what is attested of its training is no computation, and is not called one. */
function attestedDisjointness({ attestation }: ImportedModelPlan): ValidationResult["disjoint"] {
  const { trainedOn, attestedBy: who } = attestation;
  const listed = trainedOn.subjectList !== undefined;
  return [
    {
      level: "subject",
      shared: listed ? 0 : null,
      sentence: listed
        ? `Training subjects are listed (${trainedOn.subjects}), as attested by ${who}; the leakage checks compare the list with the test set.`
        : `Not computed: the training subjects are not known here. ${who} attests: ${attestation.statement}`,
    },
    {
      level: "site",
      shared: null,
      sentence:
        trainedOn.sites.length === 0
          ? "Not computed: the sites of training are not named."
          : `Sites of training, as attested: ${trainedOn.sites.join(", ")}.`,
    },
  ];
}

const RULE_WORDS = {
  arm: "cohort",
  site: "site",
  drawn: "random draw",
  "index-date": "date",
  study: "study",
  elsewhere: "study",
} as const;

/** What the test set may be called: by its split as computed, and no longer so once it has been opened before. */
function claim({ protocol, life, shared, leakage }: ResultInput): ValidationResult["claim"] {
  if (life.opened > 1)
    return {
      setName: "previously seen test set",
      sentence: `This test set was opened ${life.opened} times; the result is no longer that of an unseen test set.`,
    };
  const by = RULE_WORDS[protocol.split.rule.by];
  if (isImportedModel(protocol.model)) {
    const { developedBy, testedBy, attestedBy: who, trainedOn } = protocol.model.attestation;
    return {
      setName: "external test of an imported model",
      sentence: `External test: developed by ${developedBy}, tested here by ${testedBy}. That the model was frozen is attested by ${who}; ${
        trainedOn.subjectList === undefined
          ? "that no test subject was among its training subjects is attested and not computed."
          : "no test subject is on the list of its training subjects."
      }`,
    };
  }
  const carries = "nothing here shows that the result carries to other hospitals.";
  switch (protocol.split.type) {
    case "external-study":
      if (shared.study.length === 0)
        return {
          setName: "external test, by study",
          sentence: "External test: the test set is a study of its own, with another sponsor and protocol.",
        };
      break;
    case "external-site":
      if (shared.site.length === 0)
        return {
          setName: "external test, by site",
          sentence: "External test: no site of the test set took part in development.",
        };
      break;
    case "temporal": {
      const enrolmentOnly = leakage.some((c) => c.evidence.some((e) => e.found.endsWith("temporal by enrolment only")));
      if (shared.time.length === 0)
        return {
          setName: enrolmentOnly ? "temporal test, by enrolment only" : "temporal test",
          sentence: `Temporal test: every test subject came after development.${enrolmentOnly ? " Outcomes of development became known, or may have become known, while the test period ran." : ""} It comes from the same study; ${carries}`,
        };
      break;
    }
    case "internal":
      break;
  }
  return {
    setName: `internal test, by ${by}`,
    sentence: `Internal test: the held-out ${by} comes from the same study; ${carries}`,
  };
}
