import { appendAudit, asSystem, type Database } from "@nadir/db";

/** Tells the log of an act at the sign-in: of whom, and how. */
export const noteSignIn = (
  db: Database,
  action: string,
  personId: string | undefined,
  payload: Record<string, unknown>,
): Promise<unknown> =>
  asSystem(db, "sign-in", (tx) =>
    appendAudit(tx, { action, object: personId ? `person:${personId}` : "person:unknown", payload }),
  );
