import type { Database } from "@nadir/db";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface Session {
  /** Who is signed in, with everything that is asked of them done; null otherwise. */
  readonly person: Person | null;
  /** Signed in with a password that somebody else has set: chooses their own first. */
  readonly toChoose: Person | null;
  /** Holds a role for which a second factor is required and has none: sets it up first. */
  readonly toEnrol: Person | null;
  readonly sessionId: string | null;
}

export const NOBODY: Session = { person: null, toChoose: null, toEnrol: null, sessionId: null };

/** What a session that is open says of its person: somebody, or what is still asked of them. */
export async function standingOf(
  db: Database,
  found: { readonly user: Person; readonly session: { readonly id: string } },
): Promise<Session> {
  const person = { id: found.user.id, name: found.user.name, email: found.user.email };
  const [row] = await db.sql<{ own: boolean | null; proved: boolean; required: boolean }[]>`
    select (select bool_and(one_time_until is null) from identity.account where user_id = u.id) as own,
           u.two_factor_enabled
             or exists (select 1 from identity.session s where s.id = ${found.session.id} and s.both_factors) as proved,
           identity.needs_second_factor(u.id) as required
      from identity."user" u where u.id = ${person.id}`;
  // Without an account of their own (disabled) a session that is left says nothing.
  if (!row || row.own === null) return NOBODY;
  const signedIn = { ...NOBODY, sessionId: found.session.id };
  if (!row.own) return { ...signedIn, toChoose: person };
  if (row.required && !row.proved) return { ...signedIn, toEnrol: person };
  return { ...signedIn, person };
}
