import { asSystem, type Database, type Tx } from "@nadir/db";
import { hashOf, type RadiogenomicsSettings, refuse } from "@nadir/domain";
import { molecularModel } from "@nadir/risk";
import { associationScan } from "@nadir/statistics";
import { type Gathered, gatherRadiogenomics } from "./gather.ts";
import type { Associations, MolecularModelResult } from "./result-shape.ts";

/** Raised whenever the same input may give another answer. */
export const RADIOGENOMICS_ENGINE = "@nadir/radiogenomics 0.1.0";

export interface ScanRequest {
  readonly db: Database;
  readonly trialKey: string;
  readonly settings: RadiogenomicsSettings;
  /** Who asked, for the log. */
  readonly askedBy: string;
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

export interface ScanOutcome {
  readonly associations: { readonly id: string; readonly isNew: boolean };
  readonly model: { readonly id: string; readonly isNew: boolean } | null;
}

/**
 * Scans the trial's features against its markers, and models a target where the settings name one; stores what is not stored
 * yet for the same inputs. Work is done outside a transaction; the database refuses figures of anybody sealed. Refusals:
 * `TRIAL_UNKNOWN`, `NO_FEATURES`, `NO_TARGETS`, `TOO_FEW_SUBJECTS`, `TARGET_UNKNOWN`, and those of the model.
 */
export async function scanTrial({
  db,
  trialKey,
  settings,
  askedBy,
  onProgress = () => {},
}: ScanRequest): Promise<ScanOutcome> {
  const reason = `radiogenomics of ${trialKey}, asked for by ${askedBy}`;
  const { model: wish, ...scanSettings } = settings;
  onProgress({ step: "gathering", done: 0, total: 1 });
  const gathered = await asSystem(db, reason, (tx) => gatherRadiogenomics(tx, trialKey, scanSettings));
  refuseEmpty(gathered);
  onProgress({ step: "associations", done: 0, total: 1 });
  const found = associationsOf(gathered, scanSettings);
  const associations = await asSystem(db, reason, (tx) =>
    store(tx, gathered, { kind: "associations", settings: scanSettings, inputHash: gathered.inputHash }, found),
  );
  if (!wish) return { associations, model: null };
  const modelHash = hashOf([gathered.inputHash, wish]);
  const known = await asSystem(db, reason, (tx) => storedId(tx, gathered.trialId, "model", modelHash));
  if (known) return { associations, model: { id: known, isNew: false } };
  const target = gathered.targets.find((t) => t.name === wish.target);
  if (!target)
    return refuse(
      "TARGET_UNKNOWN",
      `'${wish.target}' is no molecular target of this trial; there are: ${gathered.targets.map((t) => t.name).join(", ")}.`,
      { found: wish.target },
    );
  const result: MolecularModelResult = {
    schema: "nadir.trial-molecular-model/1",
    standing: "development, research only: resampling within one cohort, no validation",
    ...(structuredClone(
      molecularModel(gathered.keys, gathered.features, target, {
        ...wish,
        onPermutation: (done, total) => onProgress({ step: "permutations", done, total }),
      }),
    ) as Omit<MolecularModelResult, "schema" | "standing">),
  };
  const model = await asSystem(db, reason, (tx) =>
    store(tx, gathered, { kind: "model", settings, inputHash: modelHash }, result),
  );
  return { associations, model };
}

function refuseEmpty({ features, targets, subjects }: Gathered): void {
  if (features.length === 0)
    refuse(
      "NO_FEATURES",
      "No subject outside sealed sets has features of images or a measured burden; compute the trial's features first.",
    );
  if (targets.length === 0)
    refuse(
      "NO_TARGETS",
      "No subject outside sealed sets has a marker from before treatment; markers come with the table of biomarkers.",
    );
  if (subjects.length < 4)
    refuse("TOO_FEW_SUBJECTS", `${subjects.length} subjects are in no sealed set; four are the least.`, {
      found: String(subjects.length),
      expected: "4",
    });
}

/** The scan as it is stored. */
export function associationsOf(gathered: Gathered, settings: RadiogenomicsSettings): Associations {
  const { features, targets, subjects } = gathered;
  const scan = associationScan(features, targets, { correlation: settings.correlation });
  const cells = (values: Float64Array): (number | null)[] => Array.from(values, (v) => (Number.isNaN(v) ? null : v));
  return {
    schema: "nadir.trial-associations/1",
    standing: "exploratory: associations, not a locked validation",
    subjects: subjects.length,
    features: features.map(({ name, when }) => ({ name, when })),
    targets: targets.map((t, i) => ({
      name: t.name,
      kind: t.kind,
      groups: t.kind === "groups" ? [...t.groups] : [],
      known:
        t.kind === "groups"
          ? Array.from(t.codes).filter((c) => c >= 0).length
          : Array.from(t.values).filter((v) => !Number.isNaN(v)).length,
      test: scan.targets[i]!.test,
    })),
    n: Array.from(scan.n),
    effect: cells(scan.effect),
    p: cells(scan.p),
    q: cells(scan.q),
    tests: scan.tests,
    found: scan.q.filter((q) => q <= settings.level).length,
    level: settings.level,
    configHashes: [...gathered.configHashes],
    notes: [...gathered.notes],
  };
}

const storedId = async ({ sql }: Tx, trialId: string, kind: string, inputHash: string): Promise<string | null> => {
  const [row] = await sql<{ id: string }[]>`
    select id from derived.radiogenomics
     where trial_id = ${trialId} and kind = ${kind} and input_hash = ${inputHash} and engine = ${RADIOGENOMICS_ENGINE}`;
  return row?.id ?? null;
};

async function store(
  tx: Tx,
  { trialId, subjects }: Gathered,
  { kind, settings, inputHash }: { kind: "associations" | "model"; settings: RadiogenomicsSettings; inputHash: string },
  result: object,
): Promise<{ id: string; isNew: boolean }> {
  const known = await storedId(tx, trialId, kind, inputHash);
  if (known) return { id: known, isNew: false };
  const [made] = await tx.sql<{ id: string }[]>`
    insert into derived.radiogenomics (trial_id, kind, settings, input_hash, engine, subject_ids, result, result_hash)
    values (${trialId}, ${kind}, ${tx.sql.json(settings as never)}, ${inputHash}, ${RADIOGENOMICS_ENGINE},
            ${[...subjects]}::uuid[], ${tx.sql.json(result as never)}, ${hashOf(result)})
    on conflict do nothing returning id`;
  const id = made?.id ?? (await storedId(tx, trialId, kind, inputHash));
  return { id: id ?? refuse("NOT_STORED", "The figures could not be stored; ask again."), isNew: made !== undefined };
}
