import { asSystem, type Database } from "@nadir/db";
import { refuse, role as roleSchema } from "@nadir/domain";
import {
  disable,
  endRole,
  giveRole,
  known,
  makePerson,
  newOneTime,
  type OneTime,
  type RoleAt,
  readPerson,
  setOneTime,
} from "./people-acts.ts";

export type { OneTime, RoleAt } from "./people-acts.ts";

export interface ListedPerson {
  readonly name: string;
  readonly email: string;
  /** `one-time`: has not chosen a password yet. `disabled`: cannot sign in. */
  readonly state: "active" | "one-time" | "disabled";
  readonly roles: readonly RoleAt[];
}

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
  { roles, ...given }: { readonly email: string; readonly name: string; readonly roles: readonly RoleAt[] },
): Promise<OneTime> {
  const person = readPerson(given);
  const oneTime = newOneTime(person.email);
  await asSystem(db, "add a person", (tx) => makePerson(tx, COMMAND, { ...person, roles }, oneTime));
  return oneTime;
}

/** Gives a person a role; one that they hold already is refused (`ROLE_HELD`). */
export const grantRole = (db: Database, email: string, role: RoleAt): Promise<void> =>
  asSystem(db, "grant a role", async (tx) => giveRole(tx, COMMAND, await known(tx, email), role));

/** Ends a role; the row stays, with the time. Refuses `ROLE_NOT_HELD`. */
export const revokeRole = (db: Database, email: string, role: RoleAt): Promise<void> =>
  asSystem(db, "revoke a role", (tx) => endRole(tx, COMMAND, email, role));

/** A new one-time password, for a person who lost theirs or was disabled; their sessions end. */
export async function resetPassword(db: Database, email: string): Promise<OneTime> {
  const oneTime = newOneTime(email.trim().toLowerCase());
  await asSystem(db, "give a one-time password", async (tx) =>
    setOneTime(tx, COMMAND, await known(tx, email), oneTime),
  );
  return oneTime;
}

/** The person cannot sign in or sign any more and holds no role; who they are and what they did stays. */
export const disablePerson = (db: Database, email: string): Promise<void> =>
  asSystem(db, "disable a person", (tx) => disable(tx, COMMAND, email));

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
