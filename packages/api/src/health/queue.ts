import { asSystem, type Database } from "@nadir/db";
import { type Finding, lacks, note, well } from "./finding.ts";

/** Minutes that work may wait before it is told. */
const PATIENCE_MIN = 10;
const FAILED_DAYS = 7;

/** Whether a worker holds a connection to the queue. Its sign-in is the application's, so that any of its sessions sees it. */
export async function workerFinding(db: Database): Promise<Finding> {
  const [row] = await db.sql<{ sessions: number; since: Date | null }[]>`
    select count(*)::int as sessions, min(backend_start) as since from pg_stat_activity
     where application_name = 'nadir-worker' and datname = current_database()`;
  if (row && row.sessions > 0) return well("worker", `connected since ${moment(row.since!)}`);
  return lacks(
    "worker",
    "none is connected: imports, computing and validation wait",
    "Start it: nadir demo and the containers start one; by itself, pnpm --filter @nadir/worker start. Its last lines say why it ended.",
  );
}

/** What waits, runs and failed in the queue. */
export async function queueFinding(db: Database): Promise<Finding> {
  const row = await asSystem(db, "count the jobs of the queue", async ({ sql }) => {
    const [counts] = await sql<{ waiting: number; running: number; failed: number; oldest: number | null }[]>`
      select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'running')::int as running,
             count(*) filter (where state = 'failed' and updated_at > now() - make_interval(days => ${FAILED_DAYS}))::int as failed,
             (extract(epoch from now() - min(at) filter (where state = 'waiting')) / 60)::float8 as oldest
        from derived.job`;
    return counts!;
  });
  const found = [
    `${row.waiting} waiting${row.oldest === null ? "" : `, the oldest for ${Math.floor(row.oldest)} min`}`,
    `${row.running} running`,
    `${row.failed} failed in ${FAILED_DAYS} days`,
  ].join("; ");
  if (row.oldest !== null && row.oldest > PATIENCE_MIN)
    return note(
      "queue",
      found,
      "Look whether the worker runs; it takes one job after another, so a long one holds the others.",
    );
  if (row.failed > 0)
    return note(
      "queue",
      found,
      "Who asked for the work was told why it failed; what was refused is mended in what was asked. For the others see the worker's log.",
    );
  return well("queue", found);
}

export const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
