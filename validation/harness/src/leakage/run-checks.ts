import { type LeakageCheck, Refusal } from "@nadir/domain";
import { fittedOnTest, unmovedByTest } from "./artefact-overlap.ts";
import { declaredDisjointness, publicOverlap, subjectOverlap, temporalOrder, testSetSealed } from "./disjointness.ts";
import { duplicateImages, nearDuplicateImages, nearDuplicates } from "./duplicates.ts";
import { importedModels } from "./imported-models.ts";
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
  unmovedByTest,
] as const;

/** All leakage checks of the rule book (validation §3.3, §3.4) that apply at lock, each with its evidence. */
export const runLeakageChecks = (input: LeakageInput): LeakageCheck[] =>
  checks
    .map((check) => check(input))
    // Locked protocols carry the hash of these lines: one that came later stands only where it has something to say.
    .filter((check) => check.id !== "imported-models" || check.status !== "not-applicable");

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
