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
  await install(url);
  await boss.start();
  // One queue: work is done in the order in which it was asked for. A job that vanished with its worker comes back once.
  await boss.createQueue(QUEUE, { name: QUEUE, retryLimit: 1, expireInMinutes: 60, retentionDays: 30 });
  return { boss, name: QUEUE, close: () => boss.stop({ graceful: true, wait: true, timeout: 30_000, close: true }) };
}

/**
 * pg-boss wants to make its schema itself, which the application role may not: the migrations have made it, and that line
 * is left out. Two that install at once wait for each other on the plan's own lock; the second finds it done.
 */
async function install(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const there = async () => (await sql`SELECT to_regclass(${`${SCHEMA}.version`}) IS NOT NULL AS there`)[0]?.["there"];
  try {
    if (await there()) return;
    const plan = PgBoss.getConstructionPlans(SCHEMA).replace(/CREATE SCHEMA IF NOT EXISTS \w+\s*;/, "");
    try {
      await sql.unsafe(plan).simple();
    } catch (error) {
      await sql.unsafe("ROLLBACK").simple();
      if (!(await there())) throw error;
    }
  } finally {
    await sql.end();
  }
}
