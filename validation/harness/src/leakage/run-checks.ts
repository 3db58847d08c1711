import { type LeakageCheck, type ProtocolDocument, Refusal } from "@nadir/domain";
import { fittedOnTest, unmovedByTest } from "./artefact-overlap.ts";
import { declaredDisjointness, publicOverlap, subjectOverlap, temporalOrder, testSetSealed } from "./disjointness.ts";
import { duplicateImages, nearDuplicateImages, nearDuplicates } from "./duplicates.ts";
import { attestedModel, importedModels } from "./imported-models.ts";
import type { LeakageInput } from "./input.ts";
import { linkedIdentities, reusedPatients } from "./linked-identities.ts";
import {
  featureConfiguration,
  groupIdentity,
  outcomeAsPredictor,
  predictorTimes,
  rowsAreSubjects,
} from "./predictor-origin.ts";
import { scanSources } from "./scan-sources.ts";

const checks = [
  subjectOverlap,
  linkedIdentities,
  declaredDisjointness,
  scanSources,
  temporalOrder,
  duplicateImages,
  nearDuplicateImages,
  nearDuplicates,
  featureConfiguration,
  predictorTimes,
  outcomeAsPredictor,
  rowsAreSubjects,
  groupIdentity,
  testSetSealed,
  publicOverlap,
  reusedPatients,
  fittedOnTest,
  importedModels,
  attestedModel,
  unmovedByTest,
] as const;

/** Checks that came after protocols had been locked over the hash of these lines: they stand only where they apply. */
const LATER: readonly string[] = ["imported-models", "attested-model"];

/** Checks that compare development with test. With development elsewhere there is nothing to compare, and none passes. */
const COMPARING: readonly string[] = [
  "subject-overlap",
  "linked-identities",
  "declared-disjointness",
  "scan-sources",
  "duplicate-images",
  "near-duplicate-images",
  "near-duplicates",
  "outcome-as-predictor",
  "rows-are-subjects",
  "group-identity",
];

function asFarAsCompared(check: LeakageCheck, { split }: ProtocolDocument): LeakageCheck {
  if (split.rule.by !== "elsewhere" || !COMPARING.includes(check.id)) return check;
  if (check.status !== "pass" && check.status !== "noted") return check;
  const evidence = { what: "development", found: "elsewhere: no development subject is in this record" };
  return { ...check, status: "not-applicable", evidence: [evidence, ...check.evidence] };
}

/** All leakage checks of the rule book (validation §3.3, §3.4) that apply at lock, each with its evidence. */
export const runLeakageChecks = (input: LeakageInput): LeakageCheck[] =>
  checks
    .map((check) => asFarAsCompared(check(input), input.protocol))
    .filter((check) => !LATER.includes(check.id) || check.status !== "not-applicable");

/** Refuses with every check that failed or that nobody has resolved. */
export function refuseLeaks(results: readonly LeakageCheck[]): void {
  const bad = results.filter((r) => r.code !== null);
  if (bad.length === 0) return;
  throw new Refusal(
    bad.map((r) => ({
      code: r.code!,
      message: `${r.title}: ${r.status === "fail" ? "failed" : "not resolved"}. ${r.evidence.map((e) => `${e.what}: ${e.found}`).join("; ")}.`,
      where: { path: r.id },
    })),
  );
}
