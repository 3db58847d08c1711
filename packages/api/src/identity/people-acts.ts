import { appendAudit, type Tx } from "@nadir/db";
import { type Role, refuse } from "@nadir/domain";
import { z } from "zod";
import { newId, newPassword } from "./new-password.ts";
import { hashPassword } from "./password.ts";
import { endSessionsOf } from "./sessions.ts";

/** A role in a trial, at one site of it or (site null) at all. */
export interface RoleAt {
  readonly role: Role;
  readonly trial: string;
  readonly site: string | null;
}

/** A one-time password, told once: what is kept is its hash. */
export interface OneTime {
  readonly email: string;
  readonly password: string;
  readonly until: Date;
}

/** What the log says of where an act came from: the command, or (empty) the portal, whose actor is the person. */
export type Origin = Readonly<Record<string, string>>;

const DAY_MS = 86_400_000;
const ONE_TIME_DAYS = 7;

/** An address as it is kept; refuses `EMAIL_UNREADABLE`, and `NAME_MISSING` for the person's name. */
export function readPerson({ email, name }: { readonly email: string; readonly name: string }) {
  const address = email.trim().toLowerCase();
  if (!z.email().safeParse(address).success)
    refuse("EMAIL_UNREADABLE", `'${email}' is no e-mail address; write it like ada@hospital.example.`, {
      found: email,
    });
  if (name.trim() === "") refuse("NAME_MISSING", "A person has a name; it stands beside what they sign.");
  return { email: address, name: name.trim() };
}

/** Makes the person with a one-time password and roles. Refuses `PERSON_EXISTS`, and what `giveRole` refuses. */
export async function makePerson(
  tx: Tx,
  origin: Origin,
  { email, name, roles }: { readonly email: string; readonly name: string; readonly roles: readonly RoleAt[] },
  oneTime: OneTime,
): Promise<void> {
  // Of two who invite one person at once, the second is told so.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.person/${email}`}, 0))`;
  if (await personId(tx, email))
    refuse(
      "PERSON_EXISTS",
      `${email} is known here already: give that person the further role, or a new one-time password, instead of inviting them anew.`,
    );
  const id = newId();
  await tx.sql`
    insert into identity."user" (id, name, email, email_verified) values (${id}, ${name}, ${email}, true)`;
  await appendAudit(tx, { action: "person-added", object: `person:${id}`, payload: { email, ...origin } });
  await setOneTime(tx, origin, id, oneTime);
  for (const role of roles) await giveRole(tx, origin, id, role);
}

/** Ends a role; the row stays, with the time. Refuses `ROLE_NOT_HELD`. */
export async function endRole(tx: Tx, origin: Origin, email: string, role: RoleAt): Promise<void> {
  const id = await known(tx, email);
  const { trialId, siteId } = await placeOf(tx, role);
  const ended = await tx.sql`
    update identity.membership set revoked_at = now()
     where user_id = ${id} and trial_id = ${trialId} and site_id is not distinct from ${siteId}
       and role = ${role.role} and revoked_at is null returning id`;
  if (ended.length === 0) refuse("ROLE_NOT_HELD", `${email} does not hold ${inWords(role)}.`);
  await appendAudit(tx, {
    action: "role-revoked",
    object: `person:${id}`,
    payload: { trial: trialId, role: role.role, site: role.site, ...origin },
  });
}

/** Ends sign-in in every way, sessions and every role. */
export async function disable(tx: Tx, origin: Origin, email: string): Promise<void> {
  const id = await known(tx, email);
  await endSessionsOf(tx, id);
  await tx.sql`delete from identity.account where user_id = ${id}`;
  await tx.sql`delete from identity.passkey where user_id = ${id}`;
  const ended = await tx.sql<{ trial_id: string; role: string }[]>`
    update identity.membership set revoked_at = now() where user_id = ${id} and revoked_at is null
    returning trial_id, role`;
  for (const e of ended)
    await appendAudit(tx, {
      action: "role-revoked",
      object: `person:${id}`,
      payload: { trial: e.trial_id, role: e.role, ...origin },
    });
  await appendAudit(tx, { action: "person-disabled", object: `person:${id}`, payload: { email, ...origin } });
}

export function newOneTime(email: string): OneTime {
  return { email, password: newPassword(), until: new Date(Date.now() + ONE_TIME_DAYS * DAY_MS) };
}

/** Ends the sessions, the password and the link with a hospital's sign-in, which is made again at the next one there. */
export async function setOneTime(tx: Tx, origin: Origin, id: string, { password, until }: OneTime): Promise<void> {
  await endSessionsOf(tx, id);
  await tx.sql`delete from identity.account where user_id = ${id}`;
  await tx.sql`
    insert into identity.account (id, account_id, provider_id, user_id, password, one_time_until)
    values (${newId()}, ${id}, 'credential', ${id}, ${await hashPassword(password)}, ${until})`;
  await appendAudit(tx, { action: "password-set", object: `person:${id}`, payload: { oneTime: true, ...origin } });
}

/** Gives a role; one that is held already is refused (`ROLE_HELD`). */
export async function giveRole(tx: Tx, origin: Origin, id: string, role: RoleAt): Promise<void> {
  const { trialId, siteId } = await placeOf(tx, role);
  const [held] = await tx.sql`
    select 1 from identity.membership where user_id = ${id} and trial_id = ${trialId}
       and site_id is not distinct from ${siteId} and role = ${role.role} and revoked_at is null`;
  if (held) refuse("ROLE_HELD", `The role ${inWords(role)} is held already.`);
  await tx.sql`
    insert into identity.membership (user_id, trial_id, site_id, role) values (${id}, ${trialId}, ${siteId}, ${role.role})`;
  await appendAudit(tx, {
    action: "role-granted",
    object: `person:${id}`,
    payload: { trial: trialId, role: role.role, site: role.site, ...origin },
  });
}

async function placeOf(tx: Tx, { trial, site }: RoleAt): Promise<{ trialId: string; siteId: string | null }> {
  const trials = await tx.sql<{ id: string; key: string }[]>`
    select id, key from record.trial where superseded_at is null order by key`;
  const trialId =
    trials.find((t) => t.key === trial)?.id ??
    refuse(
      "TRIAL_UNKNOWN",
      `There is no trial '${trial}' here; there are ${trials.map((t) => t.key).join(", ") || "none yet: import one first"}.`,
      { found: trial },
    );
  if (site === null) return { trialId, siteId: null };
  const sites = await tx.sql<{ id: string; key: string }[]>`
    select id, key from record.site where trial_id = ${trialId} order by key`;
  const siteId =
    sites.find((s) => s.key === site)?.id ??
    refuse("SITE_UNKNOWN", `The trial ${trial} has no site '${site}'; it has ${sites.map((s) => s.key).join(", ")}.`, {
      found: site,
    });
  return { trialId, siteId };
}

async function personId(tx: Tx, email: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from identity."user" where lower(email) = lower(${email.trim()}) and id <> 'system'`;
  return row?.id;
}

/** The person with this address; refuses `PERSON_UNKNOWN`. */
export const known = async (tx: Tx, email: string): Promise<string> =>
  (await personId(tx, email)) ??
  refuse("PERSON_UNKNOWN", `Nobody with the address '${email}' is known here.`, {
    found: email,
  });

const inWords = ({ role, trial, site }: RoleAt): string =>
  `${role} of ${trial}${site === null ? "" : `, site ${site}`}`;
