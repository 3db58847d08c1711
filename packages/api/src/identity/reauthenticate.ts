import type { Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { confirmPerson } from "./confirm-person.ts";
import { forgetFailures, lockedUntil, openAgain } from "./failed-attempts.ts";
import { notePasswordRefused, type PasswordAsked, tellRefused } from "./password-refused.ts";

/**
 * Whether the signed-in person has just given their own password: what a signature asks for, since an open session does
 * not sign. After eight failures in a quarter of an hour nothing is read any more (`TOO_MANY_FAILURES`). Each refusal is in
 * the log before it is answered.
 * @param asked what for; null where the act tells the log of its refusals itself
 */
export async function reauthenticate(
  db: Database,
  person: { readonly id: string; readonly email: string },
  password: string,
  asked: PasswordAsked | null,
): Promise<boolean> {
  const of = `password:${person.id}`;
  const until = await lockedUntil(db, of);
  if (until) {
    if (asked) await tellRefused(db, person.id, "TOO_MANY_FAILURES", asked);
    refuse("TOO_MANY_FAILURES", `Too many wrong passwords for this account. It takes one again ${openAgain(until)}.`);
  }
  const found = await confirmPerson(db, { email: person.email, password });
  if (found?.id === person.id) {
    await forgetFailures(db, of);
    return true;
  }
  await notePasswordRefused(db, person.id, asked);
  return false;
}
