import { asSystem, type Database } from "@nadir/db";
import { verifyPassword } from "./password.ts";

/**
 * The person with this e-mail address, if the password is theirs; null otherwise, for an unknown address as for a wrong
 * password. For signatures outside a browser session; a browser signs in through `createAuth`, which limits attempts.
 */
export async function confirmPerson(
  db: Database,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<{ readonly id: string; readonly name: string } | null> {
  const [found] = await asSystem(
    db,
    "confirm who signs",
    ({ sql }) => sql<{ id: string; name: string; password: string | null }[]>`
      select u.id, u.name, a.password from identity."user" u
        left join identity.account a on a.user_id = u.id and a.provider_id = 'credential'
       where lower(u.email) = lower(${email}) and a.one_time_until is null`,
  );
  // A password that somebody else has set signs nothing.
  if (!found?.password || !(await verifyPassword({ hash: found.password, password }))) return null;
  return { id: found.id, name: found.name };
}

/** The account with this e-mail address; null where there is none. Who it is says nothing of whether they may sign. */
export async function personByEmail(
  db: Database,
  email: string,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const [found] = await asSystem(
    db,
    "find who signs",
    ({ sql }) => sql<{ id: string; name: string }[]>`
      select id, name from identity."user" where lower(email) = lower(${email})`,
  );
  return found ?? null;
}
