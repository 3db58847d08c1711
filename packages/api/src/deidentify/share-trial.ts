import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { readJob } from "../jobs/watch-job.ts";
import { type Deidentified, type DeidentifyRequest, deidentifyTrial, requireExport } from "./deidentify-trial.ts";
import type { ExportReport } from "./export-report.ts";
import { writeZip } from "./write-zip.ts";

/** What a job of the kind `deidentify` came to. The key is not in it: it was kept by nobody. */
export interface SharedTrial {
  readonly trial: string;
  readonly as: string;
  readonly name: string;
  /** Address of the archive in the object store. */
  readonly hash: string;
  readonly report: ExportReport;
}

/** Makes the de-identified export as an archive in the object store. Refuses what `deidentifyTrial` refuses. */
export async function shareTrial(request: DeidentifyRequest): Promise<SharedTrial> {
  let made: Deidentified | undefined;
  const hash = await request.store.putStream(
    writeZip(deidentifyTrial(request), (value) => {
      made = value;
    }),
  );
  const { as, report } = made!;
  return { trial: request.trial, as, name: `${as}.zip`, hash, report };
}

/** The archive that a job made, for who may export the trial. Refuses `JOB_NOT_FOUND`, `EXPORT_NOT_FOUND`, `NOT_ALLOWED`. */
export async function readShared(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  personId: string,
  jobId: string,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const job = await readJob(db, personId, jobId);
  if (job.kind !== "deidentify" || job.state !== "done")
    return refuse("EXPORT_NOT_FOUND", "This job made no export, or has not come to its end.");
  const { trial, name, hash } = job.result as SharedTrial;
  await requireExport(db, personId, trial);
  return { name, bytes: await store.get(hash) };
}

/** An export that somebody made: its archive is fetched by the job's id. */
export interface MadeExport {
  readonly jobId: string;
  readonly name: string;
  readonly at: Date;
  readonly patients: number;
}

const MOST_MADE = 10;

/** The person's own last exports of the trial, the newest first. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`. */
export async function madeExports(db: Database, personId: string, trialKey: string): Promise<MadeExport[]> {
  const trialId = await requireExport(db, personId, trialKey);
  return asPerson(
    db,
    personId,
    ({ sql }) => sql<MadeExport[]>`
      select id as "jobId", result ->> 'name' as name, updated_at as at,
        (result #>> '{report,counts,subjects}')::int as patients
        from derived.job
       where kind = 'deidentify' and state = 'done' and trial_id = ${trialId} and created_by = ${personId}
       order by updated_at desc, id limit ${MOST_MADE}`,
  );
}
