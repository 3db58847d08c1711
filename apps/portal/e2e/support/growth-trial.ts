import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { syntheticCohort } from "../../../../validation/harness/src/testing/synthetic-facts.ts";
import { SYNTHETIC_TRIAL, syntheticTexts } from "../../../../validation/harness/src/testing/synthetic-trial.ts";

/** Days of overall survival that occur nowhere else: what is sealed begins with 4, what is open with 3. */
export const SEALED_DAYS = /\b400\d\d\b/;
export const OPEN_DAYS = /\b300\d\d\b/;

const sites = ["S1", "S2", "S3"];
const cohort = syntheticCohort(150, 11, sites).map((subject, n) => ({
  ...subject,
  outcomes: subject.outcomes.map((o) =>
    o.endpoint === "os" ? { ...o, timeDays: (subject.facts.site === "S3" ? 40_000 : 30_000) + (n % 100) } : o,
  ),
}));
export const sealedSubjects = cohort.filter((s) => s.facts.site === "S3");
export const openSubjects = cohort.filter((s) => s.facts.site !== "S3");

/** Writes a trial of 150 patients with two lesions each, the outcomes of its third site sealed; gives the manifest's path. */
export function writeGrowthTrial(folder: string, id: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(syntheticTexts(cohort)))
    writeFileSync(join(folder, name), text.replaceAll(SYNTHETIC_TRIAL, id));
  return join(folder, "trial.json");
}

/** The change of the target sum at the first scan in per cent, as two lesions rounded to 0.1 mm give it; null without a scan. */
function changeOf({ facts }: (typeof cohort)[number]): number | null {
  const [before, after] = facts.visits.map((v) =>
    [0.6, 0.4].reduce((sum, part) => sum + Math.round(10 * v.targetSumMm! * part) / 10, 0),
  );
  return after === undefined ? null : (100 * (after - before!)) / before!;
}

/** The predictions that came from elsewhere: the change itself, larger meaning that benefit is less likely. */
export const predicted = new Map(sealedSubjects.map((s) => [s.facts.key, changeOf(s)]));

/** AUC of those predictions for clinical benefit by counting pairs: the share in which who benefits grew less, ties half. */
export function aucByPairs(): number {
  const rows = sealedSubjects.flatMap((s) => {
    const change = predicted.get(s.facts.key) ?? null;
    const benefit = s.outcomes.find((o) => o.endpoint === "cbr")!.value === "CR/PR/SD>=C6";
    return change === null ? [] : [{ change, benefit }];
  });
  const [yes, no] = [rows.filter((r) => r.benefit), rows.filter((r) => !r.benefit)];
  const won = yes.flatMap((a) => no.map((b): number => (a.change < b.change ? 1 : a.change === b.change ? 0.5 : 0)));
  return won.reduce((sum, w) => sum + w, 0) / won.length;
}
