import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** A pool of connections, and drizzle on the same pool. Days are ISO text, times are `Date`, bigints are numbers. */
export interface Database {
  readonly sql: postgres.Sql;
  readonly orm: PostgresJsDatabase;
  close(): Promise<void>;
}

/** Types as everything above the database expects them; the same for raw SQL and for drizzle. */
const types = {
  /** A calendar day has no time zone and is no `Date`. */
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
  /** Drizzle hands JSON over as text, raw SQL as a value. (A JSON *string* must come as text: `JSON.stringify(s)`.) */
  json: {
    to: 3802,
    from: [114, 3802],
    serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text) as unknown,
  },
  integer8: { to: 20, from: [20], serialize: String, parse: safeInteger },
};

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is larger than an exact JavaScript number.`);
  return value;
}

/**
 * How statements are planned. `kept`: once for each connection, without regard to their values. Policies make planning dearer than
 * running what asks for one patient: for whoever asks the same questions all day, on few connections.
 */
export type Planning = "by-value" | "kept";

/**
 * Opens a pool. `url` is one of `databaseUrls`: `nadir_app` for portal, worker and command line.
 * Nothing is visible through it before `asPerson`, `asModeller` or `asSystem` says who acts.
 */
export function connect(url: string, o: { max?: number; planning?: Planning } = {}): Database {
  const sql = postgres(url, {
    max: o.max ?? 5,
    types: types as unknown as Record<string, postgres.PostgresType>,
    onnotice: () => {},
    // Policies make small queries look costly; compiling each would take a hundred times as long as running it.
    connection: {
      application_name: "nadir",
      jit: "off",
      ...(o.planning === "kept" ? { plan_cache_mode: "force_generic_plan" } : {}),
    } as Record<string, string>,
  }) as postgres.Sql;
  return { sql, orm: ormOn(sql), close: () => sql.end({ timeout: 5 }) };
}

/**
 * Drizzle on a client or a transaction. Drizzle overwrites the type handlers of the client it is given; it gets an
 * empty set to overwrite, so that the ones above stay.
 */
export function ormOn(client: postgres.Sql | postgres.TransactionSql): PostgresJsDatabase {
  const begin = "begin" in client ? client.begin : (client as postgres.TransactionSql).savepoint;
  const facade = { unsafe: client.unsafe.bind(client), begin, options: { parsers: {}, serializers: {} } };
  return drizzle(facade as unknown as postgres.Sql);
}
