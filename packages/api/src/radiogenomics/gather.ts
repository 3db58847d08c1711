import type { Tx } from "@nadir/db";
import { hashOf, type RadiogenomicsSettings, refuse } from "@nadir/domain";
import type { TargetColumn } from "@nadir/statistics";
import { type ImagingColumn, imagingColumns } from "./imaging-columns.ts";
import { molecularColumns } from "./molecular-columns.ts";

/** Everything that a scan of the trial works on: subjects in no sealed set, one place each in every column. */
export interface Gathered {
  readonly trialId: string;
  /** Ids, in the order of keys. */
  readonly subjects: readonly string[];
  readonly keys: readonly string[];
  readonly features: readonly ImagingColumn[];
  readonly targets: readonly TargetColumn[];
  readonly configHashes: readonly string[];
  readonly notes: readonly string[];
  /** Of settings, subjects and every value. */
  readonly inputHash: string;
}

/**
 * Gathers features and markers of the trial as the system sees it, less everybody who is in a sealed test set, opened or not:
 * what is looked for here must not have been seen in a test set. Refusals: `TRIAL_UNKNOWN`, and those of the columns.
 */
export async function gatherRadiogenomics(
  tx: Tx,
  trialKey: string,
  settings: RadiogenomicsSettings,
): Promise<Gathered> {
  const [trial] = await tx.sql<{ id: string }[]>`
    select id from record.trial where key = ${trialKey} and superseded_at is null`;
  if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}'.`, { found: trialKey });
  const rows = await tx.sql<{ id: string; key: string }[]>`
    select s.id, s.key from record.subject s
     where s.trial_id = ${trial.id} and s.superseded_at is null
       and not exists (select from sealed.member m where m.subject_id = s.id)
     order by s.key`;
  const subjects = rows.map((r) => r.id);
  const { columns: features, configHashes } = await imagingColumns(tx, trial.id, subjects, settings);
  const { columns: targets, notes } = await molecularColumns(tx, trial.id, subjects, settings);
  const keys = rows.map((r) => r.key);
  return {
    trialId: trial.id,
    subjects,
    keys,
    features,
    targets,
    configHashes,
    notes,
    inputHash: hashOf({
      settings,
      subjects: keys,
      features: features.map((f) => [f.name, cells(f.values)]),
      targets: targets.map((t) => [
        t.name,
        ...(t.kind === "numeric" ? [cells(t.values)] : [t.groups, [...Array.from(t.codes)]]),
      ]),
    }),
  };
}

const cells = (values: ArrayLike<number>): (number | null)[] => Array.from(values, (v) => (Number.isNaN(v) ? null : v));
