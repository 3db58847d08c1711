import { appendAudit, asPerson, asSystem, type Database, type Tx } from "@nadir/db";
import { type Role, refuse } from "@nadir/domain";
import { locksOf, unlockSignIn } from "./failed-attempts.ts";
import { removePasskeysOf } from "./passkeys.ts";
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
import { notAllowed, permissionsOf } from "./permissions.ts";
import { removeSecondFactorOf, setSecondFactorRule } from "./second-factor.ts";
import { endSessionsOf } from "./sessions.ts";

export interface AdministeredPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: "active" | "one-time" | "disabled";
  /** Turned away until then, after too many wrong passwords or codes. */
  readonly lockedUntil: Date | null;
  readonly secondFactor: boolean;
  readonly passkeys: number;
  readonly sessions: number;
  /** In the trials that the administrator looks after. */
  readonly roles: readonly RoleAt[];
  /** Holds roles in other trials too: password, sessions and sign-in are then not this administrator's to end. */
  readonly isElsewhere: boolean;
}

/** The portal's acts are the acts of whoever is signed in: the log's actor says who, so nothing more is noted. */
const PORTAL = {};

/** The trials that the person administers, whole (not one site of it), by key. */
export const administeredTrials = (tx: Tx, personId: string): Promise<{ id: string; key: string }[]> =>
  tx.sql<{ id: string; key: string }[]>`
    select t.id, t.key from identity.membership m join record.trial t on t.id = m.trial_id and t.superseded_at is null
     where m.user_id = ${personId} and m.role = 'administrator' and m.site_id is null and m.revoked_at is null
     order by t.key`;

/** Refuses `NOT_ALLOWED` unless the person administers the trial, whole. Answers its id. */
export async function requireAdministrator(tx: Tx, by: string, trial: string): Promise<string> {
  const administered = await administeredTrials(tx, by);
  const found = administered.find((t) => t.key === trial);
  if (found) return found.id;
  const [there] = await tx.sql<{ id: string }[]>`
    select id from record.trial where key = ${trial} and superseded_at is null`;
  if (!there) return refuse("TRIAL_UNKNOWN", `There is no trial '${trial}', or you are not a member of it.`);
  return notAllowed("administer", await permissionsOf(tx, by, there.id));
}

/** Everybody who holds or held a role in a trial that the person administers. Empty for whoever administers none. */
export async function listAdministered(db: Database, by: string): Promise<AdministeredPerson[]> {
  const trials = await asPerson(db, by, (tx) => administeredTrials(tx, by));
  const ids = trials.map((t) => t.id);
  return asSystem(db, "list the people of administered trials", async (tx) => {
    const { sql } = tx;
    const people = await sql<Omit<AdministeredPerson, "roles" | "lockedUntil">[]>`
      select u.id, u.name, u.email, u.two_factor_enabled as "secondFactor",
             case when not exists (select 1 from identity.account a where a.user_id = u.id) then 'disabled'
                  when exists (select 1 from identity.account a where a.user_id = u.id and a.one_time_until is not null)
                  then 'one-time' else 'active' end as state,
             (select count(*)::int from identity.passkey p where p.user_id = u.id) as passkeys,
             (select count(*)::int from identity.session s where s.user_id = u.id and s.expires_at > now()) as sessions,
             exists (select 1 from identity.membership m
                      where m.user_id = u.id and m.revoked_at is null and m.trial_id <> all (${ids}::uuid[])) as "isElsewhere"
        from identity."user" u
       where u.id in (select m.user_id from identity.membership m where m.trial_id = any (${ids}::uuid[]))
       order by u.email`;
    const roles = await sql<(RoleAt & { userId: string })[]>`
      select m.user_id as "userId", m.role, t.key as trial, s.key as site from identity.membership m
        join record.trial t on t.id = m.trial_id left join record.site s on s.id = m.site_id
       where m.revoked_at is null and m.trial_id = any (${ids}::uuid[]) order by t.key, m.role, s.key nulls first`;
    const locks = await locksOf(tx, people);
    return people.map((person) => ({
      ...person,
      lockedUntil: locks.get(person.id) ?? null,
      roles: roles.filter((r) => r.userId === person.id).map(({ role, trial, site }) => ({ role, trial, site })),
    }));
  });
}

/**
 * Makes a person with at least one role, in trials of the administrator's. The one-time password is answered, once.
 * Refuses `ROLE_MISSING`, `NOT_ALLOWED`, and what `addPerson` refuses.
 */
export async function invitePerson(
  db: Database,
  by: string,
  { roles, ...given }: { readonly email: string; readonly name: string; readonly roles: readonly RoleAt[] },
): Promise<OneTime> {
  const person = readPerson(given);
  if (roles.length === 0)
    refuse("ROLE_MISSING", "Give the person at least one role; without one there is nothing to see.");
  const oneTime = newOneTime(person.email);
  await asPerson(db, by, async (tx) => {
    for (const role of roles) await requireAdministrator(tx, by, role.trial);
    await makePerson(tx, PORTAL, { ...person, roles }, oneTime);
  });
  return oneTime;
}

/** Gives or ends a role of another person. Refuses `OWN_ROLES`: nobody decides alone what they themselves may do. */
export async function changeRole(
  db: Database,
  by: string,
  { email, role, held }: { readonly email: string; readonly role: RoleAt; readonly held: boolean },
): Promise<void> {
  await asPerson(db, by, async (tx) => {
    await requireAdministrator(tx, by, role.trial);
    const id = await known(tx, email);
    if (id === by)
      refuse("OWN_ROLES", "Nobody changes their own roles; ask another administrator of the trial, or the operator.");
    if (held) await giveRole(tx, PORTAL, id, role);
    else await endRole(tx, PORTAL, email, role);
  });
}

export type PersonAct =
  | "one-time-password"
  | "end-sessions"
  | "remove-second-factor"
  | "remove-passkeys"
  | "unlock"
  | "disable";

/**
 * What touches the person's sign-in altogether. Only where the administrator looks after every trial in which the person
 * holds a role (`PERSON_ELSEWHERE`), and never oneself (`OWN_ACCOUNT`): whoever may reset a sign-in could act in that name.
 * A new one-time password is answered, once; the other acts answer null.
 */
export async function actOnPerson(db: Database, by: string, email: string, act: PersonAct): Promise<OneTime | null> {
  const person =
    (await listAdministered(db, by)).find((p) => p.email === email.trim().toLowerCase()) ??
    refuse("PERSON_UNKNOWN", `Nobody with the address '${email}' is in a trial that you administer.`, { found: email });
  if (person.id === by) refuse("OWN_ACCOUNT", "For your own account use the account page.");
  if (person.isElsewhere)
    refuse(
      "PERSON_ELSEWHERE",
      `${person.email} also holds roles in trials that you do not administer. End their roles in your trials, or ask the operator of this installation.`,
    );
  const oneTime = act === "one-time-password" ? newOneTime(person.email) : null;
  await asPerson(db, by, async (tx) => {
    if (oneTime) await setOneTime(tx, PORTAL, person.id, oneTime);
    else if (act === "disable") await disable(tx, PORTAL, person.email);
    else if (act === "remove-second-factor") await removeSecondFactorOf(tx, person);
    else if (act === "remove-passkeys") await removePasskeysOf(tx, person);
    else if (act === "unlock") await unlockSignIn(tx, person);
    else {
      const sessions = await endSessionsOf(tx, person.id);
      await appendAudit(tx, {
        action: "session-ended",
        object: `person:${person.id}`,
        payload: { sessions, others: true },
      });
    }
  });
  return oneTime;
}

/** The trials that one administers, with their sites and the roles that need a second factor. */
export interface AdministeredTrial {
  readonly key: string;
  readonly title: string;
  readonly sites: readonly { readonly key: string; readonly name: string }[];
  readonly secondFactor: readonly Role[];
}

export async function listAdministeredTrials(db: Database, by: string): Promise<AdministeredTrial[]> {
  return asPerson(db, by, async (tx) => {
    const ids = (await administeredTrials(tx, by)).map((t) => t.id);
    return tx.sql<AdministeredTrial[]>`
      select t.key, t.title,
             coalesce((select json_agg(json_build_object('key', s.key, 'name', s.name) order by s.key)
                         from record.site s where s.trial_id = t.id and s.superseded_at is null), '[]') as sites,
             coalesce((select json_agg(r.role order by r.role) from identity.second_factor_rule r
                        where r.trial_id = t.id and r.ended_at is null), '[]') as "secondFactor"
        from record.trial t where t.id = any (${ids}::uuid[]) order by t.key`;
  });
}

/** Refuses `NOT_ALLOWED` unless the person administers the trial. */
export async function requireSecondFactor(
  db: Database,
  by: string,
  { trial, role, required }: { readonly trial: string; readonly role: Role; readonly required: boolean },
): Promise<void> {
  await asPerson(db, by, async (tx) => {
    const trialId = await requireAdministrator(tx, by, trial);
    await setSecondFactorRule(tx, { trialId, role, required });
  });
}
