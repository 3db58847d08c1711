import type { LeakageCheck, LockedProtocolDocument, ValidationResult } from "@nadir/domain";
import { planHash, protocolHash, validationResult } from "@nadir/domain";
import type { TrainingView } from "../cohort/training-view.ts";
import { artefactsOf, type FittedModel } from "../estimators/fit-model.ts";
import { artefactOverlaps } from "../leakage/artefact-overlap.ts";
import { developmentPerformance } from "./development.ts";
import { caseMix, participantFlow } from "./participants.ts";
import { adjustedTests, primaryResult, secondaryAnalyses, subgroupResults } from "./run-plan.ts";
import type { AnalysisSubject } from "./subject.ts";
import { tooSmallStatements } from "./too-small.ts";
import { tripodAi } from "./tripod-ai.ts";

/** Everything from which the result follows; no clock, no database. The same input gives the same result, byte for byte. */
export interface ResultInput {
  readonly protocol: LockedProtocolDocument;
  readonly trial: ValidationResult["trial"];
  readonly life: ValidationResult["life"];
  readonly subjects: readonly AnalysisSubject[];
  readonly testTags: ReadonlySet<string>;
  readonly training: TrainingView;
  readonly fitted: FittedModel;
  readonly leakage: readonly LeakageCheck[];
  readonly shared: Readonly<Record<"subject" | "arm" | "site", readonly string[]>>;
  readonly deviations: readonly string[];
}

export function buildResult(input: ResultInput): ValidationResult {
  const { protocol, subjects } = input;
  const sorted = [...subjects].sort((a, b) => (a.row.subjectKey < b.row.subjectKey ? -1 : 1));
  const primary = primaryResult(sorted, protocol);
  const secondary = secondaryAnalyses(sorted, protocol);
  const subgroups = subgroupResults(sorted, protocol);
  const changes = (set: "training" | "test") =>
    sorted
      .filter((s) => s.set === set)
      .flatMap((s) => s.row.predictors[protocol.model.predictors[0]!]?.value ?? [])
      .sort((a, b) => a - b);
  return validationResult.parse({
    schema: "nadir.validation-result/1",
    protocol,
    protocolHash: protocolHash(protocol),
    planHash: planHash(protocol),
    trial: input.trial,
    life: input.life,
    claim: claim(input),
    disjoint: (["subject", "arm", "site"] as const).map((level) => {
      const shared = input.shared[level];
      return {
        level,
        shared: shared.length,
        sentence:
          shared.length === 0
            ? `No ${level} is in development and in test.`
            : `${shared.length} ${level}${shared.length === 1 ? " is" : "s are"} in both: ${shared.join(", ")}.`,
      };
    }),
    flow: participantFlow(sorted, protocol),
    caseMix: caseMix(sorted, protocol),
    predictorChange: { training: changes("training"), test: changes("test") },
    primary,
    secondary,
    development: developmentPerformance(input.training, input.fitted, protocol),
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
    })),
    tooSmall: tooSmallStatements(protocol.frozen, primary, secondary, subgroups, protocol),
    deviations: [...input.deviations],
    tripodAi: tripodAi(),
    software: protocol.frozen.software,
  } satisfies ValidationResult);
}

/** What the test set may be called: by its split, and no longer so once it has been opened before. */
function claim({ protocol, life }: ResultInput): ValidationResult["claim"] {
  const by = protocol.split.rule.by === "arm" ? "cohort" : "site";
  const setName =
    life.opened > 1
      ? "previously seen test set"
      : protocol.split.type === "external-site"
        ? "external test, by site"
        : `internal test, by ${by}`;
  return {
    setName,
    sentence:
      life.opened > 1
        ? `This test set was opened ${life.opened} times; the result is no longer that of an unseen test set.`
        : protocol.split.type === "internal"
          ? `Internal test: the held-out ${by} comes from the same study and site; nothing here shows that the result carries to other hospitals.`
          : "External test: no site of the test set took part in development.",
  };
}
