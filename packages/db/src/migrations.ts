import journal from "../drizzle/meta/_journal.json" with { type: "json" };

/** The migrations that this version knows, in order. */
export const MIGRATIONS: readonly string[] = journal.entries.map(({ tag }) => tag);
