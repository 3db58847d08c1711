import type { Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { confirmPerson } from "./confirm-person.ts";

const MAX_FAILURES = 8;
const WINDOW_MS = 15 * 60_000;
const failures = new Map<string, number[]>();

/**
 * Whether the signed-in person has just given their own password: what a signature asks for, since an open session does
 * not sign. After eight failures in a quarter of an hour nothing is read any more (`TOO_MANY_FAILURES`).
 */
export async function reauthenticate(
  db: Database,
  person: { readonly id: string; readonly email: string },
  password: string,
): Promise<boolean> {
  const recent = (failures.get(person.id) ?? []).filter((at) => at > Date.now() - WINDOW_MS);
  if (recent.length >= MAX_FAILURES)
    refuse("TOO_MANY_FAILURES", "Too many wrong passwords for this account. Try again in a quarter of an hour.");
  const found = await confirmPerson(db, { email: person.email, password });
  if (found?.id === person.id) {
    failures.delete(person.id);
    return true;
  }
  failures.set(person.id, [...recent, Date.now()]);
  return false;
}
