import type { Database } from "@nadir/db";
import { z } from "zod";
import { type Person, reauthenticate } from "../identity/index.ts";
import type { Signatory } from "../trial-validation/index.ts";

/** What a signature is asked for beside what is signed. */
export const withPassword = { password: z.string().min(1, "Give your password to sign.").max(200) };

/** The signed-in person as a signatory: the password given now is asked, not the session. */
export const signatory = (db: Database, person: Person, password: string, role: string): Signatory => ({
  personId: person.id,
  role,
  authenticate: () => reauthenticate(db, person, password),
});
