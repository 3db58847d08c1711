import { appendAudit, asPerson, type Database, type Tx } from "@nadir/db";
import { noteFailure } from "./failed-attempts.ts";

/** Whose record a password is given for, by ids. */
export interface Concerned {
  readonly trialId: string;
  readonly subjectId?: string | null;
}

/** What the password of whoever is signed in is asked for. */
export interface PasswordAsked {
  /** A signature is told of in the log as `signature-refused`, any other act as `password-refused`. */
  readonly kind: "signature" | "password";
  /** What is signed, in the words of the signature; or what is done. */
  readonly meaning: string;
  /** Looked up only where the password is refused. Undefined: there is none for the person, and nothing is told of a trial. */
  readonly about?: (tx: Tx) => Promise<Concerned | undefined>;
}

/**
 * Tells the log, in a transaction of its own, that a person's password was refused, for what, and in which trial and of whom
 * where the person may see that (21 CFR 11.300(d)): what they guessed the name of would else be told to exist. An attempt on
 * what they do not see is an event of no trial, which whoever administers their trials reads.
 */
export async function tellRefused(
  db: Database,
  personId: string,
  code: "SIGNATURE_MISSING" | "TOO_MANY_FAILURES",
  { kind, meaning, about }: PasswordAsked,
): Promise<void> {
  const found = about && (await asPerson(db, personId, about));
  await asPerson(db, personId, (tx) =>
    appendAudit(tx, {
      action: `${kind}-refused`,
      object: found?.subjectId ? `record.subject/${found.subjectId}` : `person:${personId}`,
      payload: {
        codes: [code],
        meaning,
        ...(found ? { trial: found.trialId } : {}),
        ...(found?.subjectId ? { subject: found.subjectId } : {}),
      },
    }),
  );
}

/** Counts a wrong password of whoever is signed in; the log says what it was given for, but where the act tells that itself. */
export async function notePasswordRefused(db: Database, personId: string, asked: PasswordAsked | null): Promise<void> {
  await noteFailure(db, `password:${personId}`, { signedIn: personId }, async () => {
    if (asked) await tellRefused(db, personId, "SIGNATURE_MISSING", asked);
  });
}
