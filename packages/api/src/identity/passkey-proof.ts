import { asSystem, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { lockedUntil, noteFailure, openAgain } from "./failed-attempts.ts";
import type { RelyingParty } from "./relying-party.ts";
import { noteSignIn } from "./sign-in-note.ts";

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly userId: string;
  readonly email: string;
  /** The person may sign in at all: disabled people have no account. */
  readonly hasAccount: boolean;
}

interface Proof {
  readonly challenge: string;
  readonly party: RelyingParty;
  readonly response: AuthenticationResponseJSON;
}

/**
 * Whose passkey signed this challenge, for this page, after a finger, a face or a PIN. Each refusal is a failed sign-in of
 * the owner's address, counted with their wrong passwords, and stands in the log with its reason; the browser learns none
 * (`PASSKEY_REFUSED`). Refuses `TOO_MANY_FAILURES` unread while the address is locked.
 */
export async function provenOwner(
  db: Database,
  proof: Proof,
): Promise<{ readonly id: string; readonly email: string; readonly passkey: string }> {
  const kept = await find(db, proof.response.id);
  if (!kept?.hasAccount) {
    await noteSignIn(db, "sign-in-refused", kept?.userId, { passkey: kept?.name ?? "unknown" });
    return notTaken();
  }
  const until = await lockedUntil(db, `sign-in:${kept.email}`);
  if (until) refuse("TOO_MANY_FAILURES", `Too many failed sign-ins for this address. Try again ${openAgain(until)}.`);
  const why = await fault(db, kept, proof);
  if (why) {
    await noteFailure(db, `sign-in:${kept.email}`, { atSignIn: kept.userId, email: kept.email });
    await noteSignIn(db, "sign-in-refused", kept.userId, { email: kept.email, passkey: kept.name, why });
    return notTaken();
  }
  return { id: kept.userId, email: kept.email, passkey: kept.name };
}

const notTaken = (): never =>
  refuse("PASSKEY_REFUSED", "This passkey does not open an account here; it may have been removed. Use your password.");

async function find(db: Database, credentialId: string): Promise<Kept | undefined> {
  const [row] = await asSystem(
    db,
    "find a passkey",
    ({ sql }) => sql<Kept[]>`
      select p.id, p.name, p.public_key as "publicKey", p.counter::float8 as counter, p.user_id as "userId",
             lower(u.email) as email, exists (select 1 from identity.account a where a.user_id = u.id) as "hasAccount"
        from identity.passkey p join identity."user" u on u.id = p.user_id where p.credential_id = ${credentialId}`,
  );
  return row;
}

/** Why the answer is not taken; null when it is, and then its use is counted. */
async function fault(db: Database, kept: Kept, { challenge, party, response }: Proof): Promise<string | null> {
  const handle = Buffer.from(response.response.userHandle ?? "", "base64url").toString();
  if (handle !== kept.userId) return "made for another person";
  const told = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(Buffer.from(kept.publicKey, "base64url")),
      counter: kept.counter,
    },
  }).catch((error: Error) => error.message.replace(/\p{Cc}/gu, " ").slice(0, 200));
  if (typeof told === "string") return told;
  if (!told.verified) return "the signature is not this passkey's";
  const { newCounter } = told.authenticationInfo;
  // Once more where it is written: of two answers at the same moment with one count, one is a copy (Level 3, §6.1.1).
  const counted = await asSystem(
    db,
    "count the use of a passkey",
    ({ sql }) => sql`
      update identity.passkey set counter = ${newCounter}, last_used_at = now()
       where id = ${kept.id} and (counter < ${newCounter} or (counter = 0 and ${newCounter} = 0)) returning id`,
  );
  return counted.length === 1 ? null : "its counter went back";
}
