import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { appendAudit, asSystem, type Database } from "@nadir/db";
import type { Role } from "@nadir/domain";
import { z } from "zod";
import { newId, newPassword } from "./new-password.ts";
import { hashPassword, verifyPassword } from "./password.ts";

const demoPerson = z.strictObject({
  /** Stable word for scripts and tests: `coordinator`, `second-statistician` … */
  id: z.string(),
  role: z.string(),
  name: z.string(),
  email: z.string(),
  password: z.string(),
});
export type DemoPerson = z.infer<typeof demoPerson>;
const demoSignIn = z.strictObject({ people: z.array(demoPerson) });

/** The second statistician signs what the first wrote: locking asks for two persons. */
const PEOPLE: readonly { id: string; role: Role; name: string }[] = [
  { id: "coordinator", role: "coordinator", name: "Demo coordinator" },
  { id: "reader", role: "reader", name: "Demo reader" },
  { id: "second-reader", role: "reader", name: "Demo second reader" },
  { id: "adjudicator", role: "adjudicator", name: "Demo adjudicator" },
  { id: "board", role: "board", name: "Demo tumour board" },
  { id: "statistician", role: "statistician", name: "Demo statistician" },
  { id: "second-statistician", role: "statistician", name: "Demo second statistician" },
  { id: "data-manager", role: "data-manager", name: "Demo data manager" },
  { id: "administrator", role: "administrator", name: "Demo administrator" },
];

export const demoSignInFile = (home: string): string => join(home, "demo-sign-in.json");

/**
 * Makes one person a role with a generated password, kept in `demo-sign-in.json` (mode 0600), and makes each a member of
 * every trial that exists. Safe to repeat: nothing that is right already is written again, so call it once before and
 * once after the trials are imported. If the file was lost, new passwords are set.
 */
export async function seedDemoPeople({ db, home }: { db: Database; home: string }): Promise<readonly DemoPerson[]> {
  const known = await readSignIns(home);
  const people = PEOPLE.map((p) => ({
    ...p,
    email: `${p.id}@demo.nadir.example`,
    password: known.get(p.id)?.password ?? newPassword(),
  }));
  await asSystem(db, "demo people", async (tx) => {
    for (const person of people) {
      const [row] = await tx.sql<{ id: string; password: string | null }[]>`
        select u.id, a.password from identity."user" u
        left join identity.account a on a.user_id = u.id and a.provider_id = 'credential'
        where u.email = ${person.email}`;
      const unchanged =
        row?.password && (await verifyPassword({ hash: row.password, password: person.password }).catch(() => false));
      if (!unchanged) {
        const hash = await hashPassword(person.password);
        const id = row?.id ?? newId();
        await tx.sql`
          insert into identity."user" (id, name, email, email_verified) values (${id}, ${person.name}, ${person.email}, true)
          on conflict (id) do nothing`;
        await tx.sql`delete from identity.account where user_id = ${id} and provider_id = 'credential'`;
        await tx.sql`
          insert into identity.account (id, account_id, provider_id, user_id, password)
          values (${newId()}, ${id}, 'credential', ${id}, ${hash})`;
        await appendAudit(tx, {
          action: row ? "password-set" : "person-added",
          object: `person:${id}`,
          payload: { email: person.email, reason: "demo" },
        });
      }
    }
    for (const person of people) {
      const granted = await tx.sql<{ trial_id: string; user_id: string }[]>`
        insert into identity.membership (user_id, trial_id, role)
        select u.id, t.id, ${person.role} from identity."user" u, record.trial t
        where u.email = ${person.email} and t.superseded_at is null and not exists (
          select 1 from identity.membership m
          where m.user_id = u.id and m.trial_id = t.id and m.role = ${person.role} and m.revoked_at is null)
        returning trial_id, user_id`;
      for (const grant of granted)
        await appendAudit(tx, {
          action: "role-granted",
          object: `person:${grant.user_id}`,
          payload: { trial: grant.trial_id, role: person.role, reason: "demo" },
        });
    }
  });
  await keepSignIns(home, people);
  return people;
}

async function readSignIns(home: string): Promise<Map<string, DemoPerson>> {
  try {
    const read = demoSignIn.parse(JSON.parse(await readFile(demoSignInFile(home), "utf8")));
    return new Map(read.people.map((p) => [p.id, p]));
  } catch {
    // Lost or damaged: new passwords are made, which is the way back.
    return new Map();
  }
}

async function keepSignIns(home: string, people: readonly DemoPerson[]): Promise<void> {
  const file = demoSignInFile(home);
  await mkdir(home, { recursive: true });
  const text = `${JSON.stringify({ people }, null, 2)}\n`;
  if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  await chmod(file, 0o600);
}
