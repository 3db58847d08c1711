import { appendAudit, asPerson, asSystem, type Database } from "@nadir/db";
import { Refusal } from "@nadir/domain";

/** What is attempted; a refusal is logged as `<attempt>-refused`. */
export type ProtocolAttempt =
  | "draft"
  | "edit"
  | "signature"
  | "lock"
  | "predict"
  | "opening"
  | "report"
  | "amendment"
  | "void"
  | "proof";

interface Attempt {
  readonly personId: string;
  readonly protocolId: string;
  readonly act: ProtocolAttempt;
  /** What a signature would have meant. */
  readonly meaning?: string | undefined;
}

/**
 * Runs an act on a protocol; where it is refused, says so in the log (in a transaction of its own, since the act's was
 * rolled back) and passes the refusal on. Failed attempts are part of the record (rule book validation §3.2).
 */
export async function logRefusal<T>(
  db: Database,
  { personId, protocolId, act, meaning }: Attempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) await logRefused(db, { personId, protocolId, act, meaning }, error);
    throw error;
  }
}

/**
 * Says in the log who was refused what, and why. The protocol's trial is looked up by the system: an attempt by somebody
 * who does not even see the protocol belongs in front of those who look after it.
 */
export async function logRefused(
  db: Database,
  { personId, protocolId, act, meaning }: Attempt,
  refusal: Refusal,
): Promise<void> {
  const [row] = await asSystem(
    db,
    "find the trial of a protocol",
    ({ sql }) => sql<{ trial_id: string }[]>`
      select trial_id from validation.protocol where id::text = ${protocolId}`,
  );
  await asPerson(db, personId, (tx) =>
    appendAudit(tx, {
      action: `${act}-refused`,
      object: `validation.protocol/${protocolId}`,
      payload: {
        ...(row ? { trial: row.trial_id } : {}),
        ...(meaning === undefined ? {} : { meaning }),
        codes: refusal.problems.map((p) => p.code),
        message: refusal.message,
      },
    }),
  );
}
