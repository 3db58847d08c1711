import { key, radiogenomicsSettings } from "@nadir/domain";
import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What each kind of long work is asked with. Identifiers and hashes only: trial data stays in the record and the store. */
export const jobRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("import"),
    /** Address in the object store of the upload's listing (`upload/storeUpload`). */
    listing: hash,
    dryRun: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal("compute"), trialKey: key }),
  /** Reads, checks and records one scan that was uploaded by hand, then computes its trial anew. */
  z.strictObject({
    kind: z.literal("add-scan"),
    /** Address in the object store of the file and what was said of it (`entry/storeScan`). */
    scan: hash,
    trialKey: key,
  }),
  /** Makes a trial's de-identified export as an archive in the object store. */
  z.strictObject({ kind: z.literal("deidentify"), trialKey: key, as: key.optional() }),
  /** Reads every object of the store and compares it with its address. */
  z.strictObject({ kind: z.literal("check-objects") }),
  /** Backs the whole installation up into the worker's folder of backups, compares it and restores it on trial. */
  z.strictObject({ kind: z.literal("backup") }),
  /** Associations of images with molecular data, and a model where the settings name a target. */
  z.strictObject({ kind: z.literal("radiogenomics"), trialKey: key, settings: radiogenomicsSettings }),
  z.strictObject({
    kind: z.literal("validate"),
    /** `preview` divides and counts; `prepare` freezes and checks a draft; `lock` closes one that both have signed. */
    action: z.enum(["preview", "prepare", "lock", "predict", "open", "report", "verify", "prove"]),
    protocolId: z.uuid(),
  }),
  /** Develops models, or ways from lesions to a patient, by a plan on tables that were put into the object store. */
  z.strictObject({
    kind: z.literal("develop"),
    trialKey: key,
    plan: z.unknown(),
    table: z.strictObject({ name: z.string(), hash }),
    union: z.strictObject({ name: z.string(), hash }).optional(),
  }),
  /** Watches a registered model over its trial; `wish` is read by the worker. */
  z.strictObject({ kind: z.literal("monitor"), modelId: z.uuid(), wish: z.unknown() }),
  /** Compares the models of two protocols on the test set that was opened for both. */
  z.strictObject({ kind: z.literal("compare-models"), protocols: z.tuple([z.uuid(), z.uuid()]) }),
  /** Files something beside a report: analyses that nobody planned, or a correction. `request` is read by the worker. */
  z.strictObject({
    kind: z.literal("addendum"),
    addendum: z.enum(["post hoc", "erratum"]),
    protocolId: z.uuid(),
    request: z.unknown(),
  }),
]);
export type JobRequest = z.infer<typeof jobRequest>;
export type JobKind = JobRequest["kind"];

export const jobState = z.enum(["waiting", "running", "done", "failed"]);

/** One job as a person sees it. `done` of `total` counts within `step`. */
export const jobView = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: jobState,
  step: z.string(),
  done: z.int(),
  total: z.int(),
  /** Why it failed, as sentences; null otherwise. */
  message: z.string().nullable(),
  /** What came of it, by kind; null until it is done. A refused import has its problems here. */
  result: z.unknown(),
});
export type JobView = z.infer<typeof jobView>;

export const isEnded = (job: Pick<JobView, "state">): boolean => job.state === "done" || job.state === "failed";

/** The channel on which a change of a job's row is announced; the payload is the job's id. */
export const JOB_CHANNEL = "nadir_job";
