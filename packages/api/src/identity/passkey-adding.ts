import { appendAudit, asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { newId } from "./new-password.ts";
import type { RelyingParty } from "./relying-party.ts";
import type { Person } from "./standing.ts";

const MOST = 20;

type Transports = NonNullable<RegistrationResponseJSON["response"]["transports"]>;

/** The person's credentials as a browser is told of them, so that one device is not added twice. */
export const credentialsOf = (db: Database, personId: string): Promise<{ id: string; transports: Transports }[]> =>
  asPerson(
    db,
    personId,
    ({ sql }) => sql<{ id: string; transports: Transports }[]>`
      select credential_id as id, transports from identity.passkey where user_id = ${personId}`,
  );

/**
 * Keeps the passkey that the person's device has just made for this challenge and page. Refuses `PASSKEY_NOT_MADE` where
 * the answer is not that (another challenge, another page, no finger, face or PIN), `PASSKEY_KNOWN`, `PASSKEYS_MANY`.
 */
export async function addPasskey(
  db: Database,
  person: Person,
  {
    name,
    challenge,
    party,
    response,
  }: {
    readonly name: string;
    readonly challenge: string;
    readonly party: RelyingParty;
    readonly response: RegistrationResponseJSON;
  },
): Promise<void> {
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => ({ registrationInfo: undefined }));
  if (!registrationInfo)
    return refuse("PASSKEY_NOT_MADE", "The device's answer does not fit what was asked here. Begin again.");
  const { credential } = registrationInfo;
  await asPerson(db, person.id, async (tx) => {
    const [own] = await tx.sql<{ held: number }[]>`
      select count(*)::int as held from identity.passkey where user_id = ${person.id}`;
    if (own!.held >= MOST)
      refuse("PASSKEYS_MANY", `There are ${MOST} passkeys of yours already; remove one that you do not use.`);
    const id = newId();
    const kept = await tx.sql`
      insert into identity.passkey (id, user_id, name, credential_id, public_key, counter, transports)
      values (${id}, ${person.id}, ${name}, ${credential.id}, ${Buffer.from(credential.publicKey).toString("base64url")},
              ${credential.counter}, ${credential.transports ?? []}::text[])
      on conflict (credential_id) do nothing returning id`;
    if (kept.length === 0) refuse("PASSKEY_KNOWN", "This passkey is known here already.");
    await appendAudit(tx, { action: "passkey-added", object: `person:${person.id}`, payload: { passkey: id, name } });
  });
}

/** Refuses `PASSKEY_NOT_FOUND`: another's is as unknown as one that is none. */
export async function removePasskey(db: Database, personId: string, passkey: string): Promise<void> {
  await asPerson(db, personId, async (tx) => {
    const [gone] = await tx.sql<{ name: string }[]>`
      delete from identity.passkey where id = ${passkey} and user_id = ${personId} returning name`;
    if (!gone)
      return refuse("PASSKEY_NOT_FOUND", "There is no such passkey of yours; it may have been removed already.");
    await appendAudit(tx, {
      action: "passkey-removed",
      object: `person:${personId}`,
      payload: { passkey, name: gone.name },
    });
  });
}
