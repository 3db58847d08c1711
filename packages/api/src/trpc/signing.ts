import type { Database } from "@nadir/db";
import { z } from "zod";
import { type PasswordAsked, type Person, reauthenticate } from "../identity/index.ts";
import type { Signatory } from "../trial-validation/index.ts";

/** What a signature is asked for beside what is signed. */
export const withPassword = { password: z.string().min(1, "Give your password to sign.").max(200) };

type About = NonNullable<PasswordAsked["about"]>;

/**
 * The signed-in person as a signatory: the password given now is asked, not the session.
 * @param about of which trial and patient a refused signature is; null where the act tells the log of its refusals itself
 */
export const signatory = (
  db: Database,
  person: Person,
  { password, role, about }: { readonly password: string; readonly role: string; readonly about: About | null },
): Signatory => ({
  personId: person.id,
  role,
  authenticate: (meaning) => reauthenticate(db, person, password, about && { kind: "signature", meaning, about }),
});

const TABLES = {
  session: "record.read_session",
  comparison: "record.read_comparison",
  case: "board.case",
  draw: "allocation.draw",
} as const;

/** Of which trial and patient a row is. */
export const ofRow =
  (table: keyof typeof TABLES, id: string): About =>
  async ({ sql }) =>
    (
      await sql<{ trialId: string; subjectId: string }[]>`
        select trial_id as "trialId", subject_id as "subjectId" from ${sql(TABLES[table])} where id = ${id}`
    )[0];

/** Of which trial a plan of allocation is. */
export const ofPlan =
  (id: string): About =>
  async ({ sql }) =>
    (await sql<{ trialId: string }[]>`select trial_id as "trialId" from allocation.plan where id = ${id}`)[0];

/** A patient by the keys of the form. */
export const ofPatient =
  (trial: string, subject: string): About =>
  async ({ sql }) =>
    (
      await sql<{ trialId: string; subjectId: string | null }[]>`
        select t.id as "trialId", s.id as "subjectId" from record.trial t
          left join record.subject s on s.trial_id = t.id and s.key = ${subject} and s.superseded_at is null
         where t.key = ${trial} and t.superseded_at is null`
    )[0];
