import type { Tx } from "@nadir/db";
import {
  isSamePart,
  PLAN_PARTS,
  type PlanPart,
  type Problem,
  planOf,
  type Trial,
  trial as trialDocument,
} from "@nadir/domain";
import type { TrialBundle } from "./read-bundle.ts";

const PART_WORDS: Readonly<Record<PlanPart, string>> = {
  criteria: "criteria",
  schedule: "visits",
  deltaWindow: "days for changes of features",
  imagingProtocol: "imaging protocol",
};

/**
 * The bundle with those parts of the trial's plan that were amended here and of which the files still say what the amendment
 * replaced: files that do not know an amendment do not take it back, and the answer says so. What the files say anew is taken.
 */
export async function withAmendments(
  { sql }: Tx,
  bundle: TrialBundle,
): Promise<{ readonly bundle: TrialBundle; readonly kept: readonly Problem[] }> {
  const { trial } = bundle.manifest;
  const rows = await sql<{ document: unknown; importId: string | null; version: number }[]>`
    select v.document, v.import_id as "importId", v.version
      from record.trial t cross join record.versions_of_trial(t.id) v
     where t.key = ${trial.id} and t.superseded_at is null order by v.version`;
  const versions = rows.map((row, at) => ({
    plan: planOf(trialDocument.parse(row.document)),
    version: row.version,
    // An import gives its version an id of its own; a change by hand keeps that of the version before.
    isByHand: at > 0 && row.importId === rows[at - 1]!.importId,
  }));
  const present = versions.at(-1);
  if (!present) return { bundle, kept: [] };
  const own: Partial<Record<PlanPart, Trial[PlanPart]>> = {};
  const kept: Problem[] = [];
  for (const part of PLAN_PARTS) {
    if (isSamePart(part, trial, present.plan)) continue;
    // Where the present text of the part began, and whether a person wrote it.
    let first = versions.length - 1;
    while (first > 0 && isSamePart(part, versions[first - 1]!.plan, present.plan)) first--;
    const isReplaced = versions.slice(0, first).some(({ plan }) => isSamePart(part, plan, trial));
    if (!versions[first]!.isByHand || !isReplaced) continue;
    own[part] = present.plan[part];
    const where = `trial.${part}`;
    kept.push({
      code: "PLAN_AMENDED_HERE",
      message: `${where}: the files say what version ${versions[first]!.version} of the trial replaced by an amendment; the amended ${PART_WORDS[part]} stay. Write them into the files, or amend them again on the trial's page Plan.`,
      where: { path: where },
    });
  }
  if (kept.length === 0) return { bundle, kept };
  const merged = Object.fromEntries(Object.entries({ ...trial, ...own }).filter(([, value]) => value !== undefined));
  return { bundle: { ...bundle, manifest: { ...bundle.manifest, trial: merged as Trial } }, kept };
}
