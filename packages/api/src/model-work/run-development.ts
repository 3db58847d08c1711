import { fileURLToPath } from "node:url";
import { asPerson, asSystem, type Database } from "@nadir/db";
import { canonicalJson, developmentPlan, hashOf, lesionPlan, Refusal, refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { Piscina } from "piscina";
import { requireWholePermission } from "../identity/permissions.ts";
import type { JobProgress } from "../jobs/progress.ts";
import { formulaHash, problemsOf } from "../models/card-of.ts";
import type { DevelopmentRecord } from "../models/development-record.ts";
import type { developed } from "./develop-worker.ts";
import { cellsOf, type DevelopmentTask } from "./development-of.ts";

/** What is asked: a plan as given, and the tables by their hash in the object store. */
export interface DevelopmentRequest {
  readonly trialKey: string;
  readonly plan: unknown;
  readonly table: { readonly name: string; readonly hash: string };
  readonly union?: { readonly name: string; readonly hash: string } | undefined;
}

export interface DevelopmentMade {
  readonly id: string;
  readonly trialKey: string;
  /** False where the very same came out before. */
  readonly isNew: boolean;
}

/**
 * Develops by a plan on a table and stores the record in the trial, in a thread of its own. Refuses `TRIAL_UNKNOWN`,
 * `NOT_ALLOWED`, a plan that is none, what the table lacks, and `SEALED_SUBJECT`: a table that names a patient of a sealed
 * test set, whose outcome nobody may model before it is opened.
 */
export async function runDevelopment(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  personId: string,
  request: DevelopmentRequest,
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<DevelopmentMade> {
  const { trialKey } = request;
  const trialId = await asPerson(db, personId, async (tx) => {
    const [trial] = await tx.sql<{ id: string }[]>`
      select id from record.trial where key = ${trialKey} and superseded_at is null`;
    if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}', or you are not a member of it.`);
    await requireWholePermission(tx, personId, trial.id, "write-protocol");
    return trial.id;
  });
  const plan = readPlan(request.plan);
  const textOf = async ({ name, hash }: { name: string; hash: string }) => ({
    name,
    text: new TextDecoder().decode(await store.get(hash)),
  });
  const task: DevelopmentTask = {
    plan,
    table: await textOf(request.table),
    union: request.union ? await textOf(request.union) : null,
  };
  await refuseSealed(db, trialId, cellsOf(task));
  onProgress({ step: "fitting and judging in every part", done: 0, total: 1 });
  const record = await inThread(task);
  const documentHash = hashOf(record);
  const [table, formula] = [request.table.hash, record.signature && formulaHash(record.signature)];
  return asPerson(db, personId, async ({ sql }) => {
    const [made] = await sql<{ id: string }[]>`
      insert into validation.development (trial_id, kind, document, document_hash, table_hash, formula_hash)
      values (${trialId}, ${record.kind}, ${canonicalJson(record)}::text::jsonb, ${documentHash}, ${table}, ${formula})
      on conflict (trial_id, document_hash) do nothing returning id`;
    if (made) return { id: made.id, trialKey, isNew: true };
    const [before] = await sql<{ id: string }[]>`
      select id from validation.development where trial_id = ${trialId} and document_hash = ${documentHash}`;
    return { id: before!.id, trialKey, isNew: false };
  });
}

function readPlan(given: unknown): DevelopmentTask["plan"] {
  const schema = (given as { schema?: unknown } | null)?.schema;
  if (schema !== "nadir.development-plan/1" && schema !== "nadir.lesion-plan/1")
    return refuse(
      "NO_PLAN",
      `The plan says of itself '${String(schema ?? "nothing")}'; it is nadir.development-plan/1 (models) or nadir.lesion-plan/1 (ways from lesions to a patient).`,
      { found: String(schema), expected: "nadir.development-plan/1, nadir.lesion-plan/1" },
    );
  const read = (schema === "nadir.development-plan/1" ? developmentPlan : lesionPlan).safeParse(given);
  if (!read.success) throw new Refusal(problemsOf(read.error.issues));
  return read.data;
}

/** Whatever column a sealed patient's key stands in: a plan might call another one the subject. */
async function refuseSealed(db: Database, trialId: string, named: ReadonlySet<string>) {
  const sealed = await asSystem(
    db,
    "keep patients of sealed test sets out of a development",
    ({ sql }) => sql<{ key: string }[]>`
      select distinct s.key from sealed.member m join record.subject s on s.id = m.subject_id
       where s.trial_id = ${trialId} and s.superseded_at is null order by 1`,
  );
  const found = sealed.filter(({ key }) => named.has(key)).map(({ key }) => key);
  if (found.length > 0)
    refuse(
      "SEALED_SUBJECT",
      `The table names ${found.length} ${found.length === 1 ? "patient" : "patients"} of a sealed test set: ${found.slice(0, 8).join(", ")}${found.length > 8 ? " and others" : ""}. Nobody models them before the set is opened; take them out of the table.`,
      { found: found.slice(0, 8).join(", ") },
    );
}

/** One thread for one task: a long fit stops neither the worker's heartbeat nor its queue. */
async function inThread(task: DevelopmentTask): Promise<DevelopmentRecord> {
  const pool = new Piscina({
    filename: fileURLToPath(new URL("./develop-worker.mjs", import.meta.url)),
    minThreads: 1,
    maxThreads: 1,
  });
  try {
    const answer = (await pool.run(task, { name: "developed" })) as ReturnType<typeof developed>;
    if ("problems" in answer) throw new Refusal(answer.problems);
    return answer.record;
  } finally {
    await pool.destroy();
  }
}
