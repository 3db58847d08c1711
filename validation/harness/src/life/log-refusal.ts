import { appendAudit, asPerson, type Database } from "@nadir/db";
import { Refusal } from "@nadir/domain";

/**
 * Runs an act on a protocol; where it is refused, says so in the log (in a transaction of its own, since the act's was
 * rolled back) and passes the refusal on. Failed attempts are part of the record (rule book validation §3.2).
 */
export async function logRefusal<T>(
  db: Database,
  {
    personId,
    protocolId,
    act,
  }: {
    readonly personId: string;
    readonly protocolId: string;
    readonly act: "lock" | "predict" | "opening" | "report";
  },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal)
      await asPerson(db, personId, async (tx) => {
        const [row] = await tx.sql<{ trial_id: string }[]>`
          select trial_id from validation.protocol where id = ${protocolId}`;
        await appendAudit(tx, {
          action: `${act}-refused`,
          object: `validation.protocol/${protocolId}`,
          payload: {
            ...(row ? { trial: row.trial_id } : {}),
            codes: error.problems.map((p) => p.code),
            message: error.message,
          },
        });
      });
    throw error;
  }
}
