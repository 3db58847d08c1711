import { appendAudit, asSystem, type Database, type Tx } from "@nadir/db";
import { type Role, refuse, role as roleSchema } from "@nadir/domain";
import { z } from "zod";
import { newId, newPassword } from "./new-password.ts";
import { hashPassword } from "./password.ts";

/** A role in a trial, at one site of it or (site null) at all. */
export interface RoleAt {
  readonly role: Role;
  readonly trial: string;
  readonly site: string | null;
}

export interface ListedPerson {
  readonly name: string;
  readonly email: string;
  /** `one-time`: has not chosen a password yet. `disabled`: cannot sign in. */
  readonly state: "active" | "one-time" | "disabled";
  readonly roles: readonly RoleAt[];
}

/** A one-time password, told once: what is kept is its hash. */
export interface OneTime {
  readonly email: string;
  readonly password: string;
  readonly until: Date;
}

const DAY_MS = 86_400_000;
const ONE_TIME_DAYS = 7;
const COMMAND = { by: "nadir people" };

/** `statistician@TRIAL` or `reader@TRIAL/SITE`; refuses `ROLE_UNREADABLE` with what is possible. */
export function readRoleAt(text: string): RoleAt {
  const found = /^([^@]+)@([^/]+)(?:\/(.+))?$/.exec(text.trim());
  const named = roleSchema.safeParse(found?.[1]);
  if (!found || !named.success)
    return refuse(
      "ROLE_UNREADABLE",
      `'${text}' is no role in a trial; write ROLE@TRIAL or ROLE@TRIAL/SITE, with a role of ${roleSchema.options.join(", ")}.`,
      { found: text },
    );
  return { role: named.data, trial: found[2]!, site: found[3] ?? null };
}

/**
 * Makes a person with a one-time password and roles, all or nothing. Refuses `EMAIL_UNREADABLE`, `PERSON_EXISTS`,
 * `NAME_MISSING`, `TRIAL_UNKNOWN`, `SITE_UNKNOWN`. Each part is an event of the log; no password is.
 */
export async function addPerson(
  db: Database,
  { email, name, roles }: { readonly email: string; readonly name: string; readonly roles: readonly RoleAt[] },
): Promise<OneTime> {
  const address = email.trim().toLowerCase();
  if (!z.email().safeParse(address).success)
    refuse("EMAIL_UNREADABLE", `'${email}' is no e-mail address; write it like ada@hospital.example.`, {
      found: email,
    });
  if (name.trim() === "") refuse("NAME_MISSING", "A person has a name; it stands beside what they sign.");
  const oneTime = await newOneTime(address);
  await asSystem(db, "add a person", async (tx) => {
    if (await personId(tx, address))
      refuse(
        "PERSON_EXISTS",
        `${address} is known here already; give roles with 'people grant', a new password with 'people password'.`,
      );
    const id = newId();
    await tx.sql`
      insert into identity."user" (id, name, email, email_verified) values (${id}, ${name.trim()}, ${address}, true)`;
    await appendAudit(tx, { action: "person-added", object: `person:${id}`, payload: { email: address, ...COMMAND } });
    await setOneTime(tx, id, oneTime);
    for (const role of roles) await grant(tx, id, role);
  });
  return oneTime;
}

/** Gives a person a role; one that they hold already is refused (`ROLE_HELD`). */
export const grantRole = (db: Database, email: string, role: RoleAt): Promise<void> =>
  asSystem(db, "grant a role", async (tx) => grant(tx, await known(tx, email), role));

/** Ends a role; the row stays, with the time. Refuses `ROLE_NOT_HELD`. */
export async function revokeRole(db: Database, email: string, role: RoleAt): Promise<void> {
  await asSystem(db, "revoke a role", async (tx) => {
    const id = await known(tx, email);
    const { trialId, siteId } = await placeOf(tx, role);
    const ended = await tx.sql`
      update identity.membership set revoked_at = now()
       where user_id = ${id} and trial_id = ${trialId} and site_id is not distinct from ${siteId}
         and role = ${role.role} and revoked_at is null returning id`;
    if (ended.length === 0)
      refuse("ROLE_NOT_HELD", `${email} does not hold ${inWords(role)}; see 'nadir people list'.`);
    await appendAudit(tx, {
      action: "role-revoked",
      object: `person:${id}`,
      payload: { trial: trialId, role: role.role, site: role.site, ...COMMAND },
    });
  });
}

/** A new one-time password, for a person who lost theirs or was disabled; their sessions end. */
export async function resetPassword(db: Database, email: string): Promise<OneTime> {
  const oneTime = await newOneTime(email.trim().toLowerCase());
  await asSystem(db, "give a one-time password", async (tx) => setOneTime(tx, await known(tx, email), oneTime));
  return oneTime;
}

/** The person cannot sign in or sign any more and holds no role; who they are and what they did stays. */
export async function disablePerson(db: Database, email: string): Promise<void> {
  await asSystem(db, "disable a person", async (tx) => {
    const id = await known(tx, email);
    await tx.sql`delete from identity.session where user_id = ${id}`;
    await tx.sql`delete from identity.account where user_id = ${id}`;
    const ended = await tx.sql<{ trial_id: string; role: string }[]>`
      update identity.membership set revoked_at = now() where user_id = ${id} and revoked_at is null
      returning trial_id, role`;
    for (const e of ended)
      await appendAudit(tx, {
        action: "role-revoked",
        object: `person:${id}`,
        payload: { trial: e.trial_id, role: e.role, ...COMMAND },
      });
    await appendAudit(tx, { action: "person-disabled", object: `person:${id}`, payload: { email, ...COMMAND } });
  });
}

/** Everybody who is known here, with the roles that they hold. */
export async function listPeople(db: Database): Promise<ListedPerson[]> {
  return asSystem(db, "list people", async ({ sql }) => {
    const people = await sql<{ id: string; name: string; email: string; state: ListedPerson["state"] }[]>`
      select u.id, u.name, u.email,
             case when a.id is null then 'disabled' when a.one_time_until is not null then 'one-time' else 'active' end as state
        from identity."user" u left join identity.account a on a.user_id = u.id and a.provider_id = 'credential'
       where u.id <> 'system' order by u.email`;
    const roles = await sql<(RoleAt & { userId: string })[]>`
      select m.user_id as "userId", m.role, t.key as trial, s.key as site from identity.membership m
        join record.trial t on t.id = m.trial_id left join record.site s on s.id = m.site_id
       where m.revoked_at is null order by t.key, m.role, s.key nulls first`;
    return people.map(({ id, ...person }) => ({
      ...person,
      roles: roles.filter((r) => r.userId === id).map(({ role, trial, site }) => ({ role, trial, site })),
    }));
  });
}

async function newOneTime(email: string): Promise<OneTime> {
  return { email, password: newPassword(), until: new Date(Date.now() + ONE_TIME_DAYS * DAY_MS) };
}

async function setOneTime(tx: Tx, id: string, { password, until }: OneTime): Promise<void> {
  await tx.sql`delete from identity.session where user_id = ${id}`;
  await tx.sql`delete from identity.account where user_id = ${id} and provider_id = 'credential'`;
  await tx.sql`
    insert into identity.account (id, account_id, provider_id, user_id, password, one_time_until)
    values (${newId()}, ${id}, 'credential', ${id}, ${await hashPassword(password)}, ${until})`;
  await appendAudit(tx, { action: "password-set", object: `person:${id}`, payload: { oneTime: true, ...COMMAND } });
}

async function grant(tx: Tx, id: string, role: RoleAt): Promise<void> {
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
    payload: { trial: trialId, role: role.role, site: role.site, ...COMMAND },
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

const known = async (tx: Tx, email: string): Promise<string> =>
  (await personId(tx, email)) ??
  refuse("PERSON_UNKNOWN", `Nobody with the address '${email}' is known here; see 'nadir people list'.`, {
    found: email,
  });

const inWords = ({ role, trial, site }: RoleAt): string =>
  `${role} of ${trial}${site === null ? "" : `, site ${site}`}`;
