import { refuse } from "@nadir/domain";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { type Database, ormOn } from "./connect.ts";
import { refusalOf } from "./refusals.ts";

/** One open transaction: raw SQL and drizzle on the same connection. */
export interface Tx {
  readonly sql: postgres.TransactionSql;
  readonly orm: PostgresJsDatabase;
}

/** The service person: has no account, belongs to every trial, and is logged like everyone else. */
export const SYSTEM = "system";

/**
 * Runs `work` in one transaction as a person: the rows that the person's memberships allow, no others.
 * A rule that the database holds comes back as a `Refusal`; any error rolls everything back.
 */
export async function asPerson<T>(db: Database, personId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return asRole(db, "nadir_app", realPerson(personId), "", work);
}

/**
 * As `asPerson`, in the modelling role: nothing of a sealed subject after its index day, no outcome of one, and only
 * the columns granted to that role (name them: `select *` is refused).
 */
export async function asModeller<T>(db: Database, personId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return asRole(db, "nadir_modeller", realPerson(personId), "", work);
}

/** As `asPerson`, in the role that reads the log (of trials that the person looks after, and the person's own acts). */
export async function asAuditor<T>(db: Database, personId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return asRole(db, "nadir_auditor", realPerson(personId), "", work);
}

/**
 * Runs `work` as the service person, for imports, jobs and the command line. `reason` is one sentence; it stands in the
 * log beside everything that the transaction changes.
 */
export async function asSystem<T>(db: Database, reason: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (reason.trim() === "")
    refuse("REASON_MISSING", "What the system does, it does for a reason: say it in a sentence.");
  return asRole(db, "nadir_system", SYSTEM, reason, work);
}

/**
 * Within `asSystem`: what `work` changes stands in the record and in the log under the person who wants it. What may be
 * seen and written stays the system's.
 */
export async function inNameOf<T>({ sql }: Tx, personId: string, work: () => Promise<T>): Promise<T> {
  const name = (id: string) => sql`select set_config('app.person_id', ${id}, true)`;
  await name(realPerson(personId));
  const done = await work();
  await name(SYSTEM);
  return done;
}

/** As `asSystem`, reading only, and all of it as it stood at one moment. Times are in UTC. */
export async function asSystemAtOneMoment<T>(db: Database, reason: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const inUtc = async (tx: Tx): Promise<T> => {
    await tx.sql`set local timezone = 'UTC'`;
    return work(tx);
  };
  return asRole(db, "nadir_system", SYSTEM, reason, inUtc, "isolation level repeatable read read only");
}

/**
 * From here to its end, the transaction's statements are planned by their values (see `Planning`): for what reads a whole trial, where
 * a plan without them may take twenty times as long.
 */
export async function planByValue({ sql }: Tx): Promise<void> {
  await sql`set local plan_cache_mode = 'force_custom_plan'`;
}

async function asRole<T>(
  db: Database,
  role: string,
  personId: string,
  reason: string,
  work: (tx: Tx) => Promise<T>,
  mode = "",
): Promise<T> {
  try {
    return (await db.sql.begin(mode, async (sql) => {
      // Sent along with the first statement of the work, ahead of it: a way to the server and back is spared. Where it fails, the
      // transaction has failed, and the server refuses whatever follows.
      const acting =
        sql`select set_config('app.person_id', ${personId}, true), set_config('app.reason', ${reason}, true),
                                set_config('role', ${role}, true)`.execute();
      try {
        return await work(txOn(sql));
      } finally {
        await acting;
      }
    })) as T;
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Makes drizzle only where it is asked for. */
function txOn(sql: postgres.TransactionSql): Tx {
  let orm: PostgresJsDatabase | undefined;
  return {
    sql,
    get orm() {
      orm ??= ormOn(sql);
      return orm;
    },
  };
}

function realPerson(personId: string): string {
  if (personId.trim() === "" || personId === SYSTEM)
    refuse("PERSON_MISSING", `'${personId}' is not a person who can act; name the signed-in user's id.`);
  return personId;
}
