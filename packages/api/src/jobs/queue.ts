import PgBoss from "pg-boss";
import postgres from "postgres";

/** The schema that the migrations make for the queue, owned by the application role. */
const SCHEMA = "pgboss";
const QUEUE = "nadir";

/** What travels through the queue: which row of `derived.job`, and what was asked. */
export interface QueuedJob {
  readonly jobId: string;
  readonly personId: string;
  readonly request: unknown;
}

export interface JobQueue {
  readonly boss: PgBoss;
  readonly name: string;
  close(): Promise<void>;
}

/**
 * Opens the queue in the same Postgres, as the application role. The first to open makes the tables: several at once wait
 * for each other. `work: false` (portal, command line) only sends: no timers, no supervision.
 */
export async function openQueue(url: string, { work = false }: { work?: boolean } = {}): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    max: work ? 4 : 2,
    migrate: false,
    supervise: work,
    schedule: false,
    application_name: work ? "nadir-worker" : "nadir-queue",
  });
  boss.on("error", (error) => process.stderr.write(`queue: ${error.message}\n`));
  const close = () => boss.stop({ graceful: true, wait: true, timeout: 30_000, close: true });
  try {
    await oneAtATime(url, async (sql) => {
      await install(sql);
      await boss.start();
      // One queue: work is done in the order in which it was asked for. A job that vanished with its worker comes back once.
      const options = { name: QUEUE, retryLimit: 1, expireInMinutes: 60, retentionDays: 30 };
      if (!(await boss.getQueue(QUEUE))) await boss.createQueue(QUEUE, options);
    });
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  return { boss, name: QUEUE, close };
}

/** Any number, the same for all who open the queue. */
const OPENING_LOCK = [7814202, 1] as const;

/** Making the tables, and the queue's own partition, deadlocks when two do it at once. */
async function oneAtATime(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(${OPENING_LOCK[0]}, ${OPENING_LOCK[1]})`;
    await work(sql);
  } finally {
    await sql.end();
  }
}

/**
 * pg-boss wants to make its schema itself, which the application role may not: the migrations have made it, and that line
 * is left out.
 */
async function install(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`SELECT to_regclass(${`${SCHEMA}.version`}) IS NOT NULL AS there`;
  if (row?.["there"]) return;
  const plan = PgBoss.getConstructionPlans(SCHEMA);
  await sql.unsafe(plan.replace(/CREATE SCHEMA IF NOT EXISTS \w+\s*;/, "")).simple();
}
