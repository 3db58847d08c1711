import { appendAudit, asSystem, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { lockedUntil, openAgain } from "../failed-attempts.ts";
import { newId } from "../new-password.ts";
import type { NamedPerson } from "./provider.ts";

export interface LinkedPerson {
  readonly id: string;
  readonly email: string;
  /** Has a second factor of ours. */
  readonly hasCode: boolean;
}

/**
 * The person of ours whom the hospital names: by issuer and subject where they were linked before, otherwise by the verified
 * address, and linked from then on. Nobody is made here. Refuses `HOSPITAL_UNVERIFIED`, `HOSPITAL_UNKNOWN` (also for who is
 * disabled), `HOSPITAL_OTHER` where the person is linked with another account there, `TOO_MANY_FAILURES` while locked.
 */
export async function linkedPerson(db: Database, named: NamedPerson): Promise<LinkedPerson> {
  const person = (await byLink(db, named)) ?? (await linkNow(db, named));
  const until = await lockedUntil(db, `sign-in:${person.email}`);
  if (until) refuse("TOO_MANY_FAILURES", `Too many failed sign-ins for this address. Try again ${openAgain(until)}.`);
  return person;
}

async function byLink(db: Database, { issuer, subject }: NamedPerson): Promise<LinkedPerson | undefined> {
  const [row] = await asSystem(
    db,
    "find who is linked",
    ({ sql }) => sql<LinkedPerson[]>`
      select u.id, lower(u.email) as email, u.two_factor_enabled as "hasCode"
        from identity.account a join identity."user" u on u.id = a.user_id
       where a.provider_id = ${issuer} and a.account_id = ${subject}`,
  );
  return row;
}

async function linkNow(db: Database, { issuer, subject, email, isVerified }: NamedPerson): Promise<LinkedPerson> {
  if (!email || !isVerified)
    refuse("HOSPITAL_UNVERIFIED", "The hospital names no e-mail address that it has verified.");
  return asSystem(db, "link a person with the hospital's sign-in", async (tx) => {
    // Whoever was disabled has no account left; only an administrator lets them in again.
    const [person] = await tx.sql<LinkedPerson[]>`
      select u.id, lower(u.email) as email, u.two_factor_enabled as "hasCode" from identity."user" u
        join identity.account a on a.user_id = u.id and a.provider_id = 'credential'
       where lower(u.email) = ${email} for update of a`;
    if (!person) return refuse("HOSPITAL_UNKNOWN", "Nobody with this address may sign in here.", { found: email });
    const linked = await tx.sql`
      insert into identity.account (id, account_id, provider_id, user_id)
      values (${newId()}, ${subject}, ${issuer}, ${person.id}) on conflict do nothing returning id`;
    if (linked.length === 0)
      refuse("HOSPITAL_OTHER", "This person is linked with another account of the hospital.", { found: email });
    await appendAudit(tx, { action: "identity-linked", object: `person:${person.id}`, payload: { issuer } });
    return person;
  });
}
