import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { confirmPerson, demoSignInFile, personByEmail } from "@nadir/api/identity";
import type { Signatory } from "@nadir/api/trial-validation";
import type { Database } from "@nadir/db";
import { refuse } from "@nadir/domain";

import { z } from "zod";
import { readDocument } from "../read-input.ts";

const signIns = z.looseObject({
  people: z.array(z.looseObject({ id: z.string().optional(), email: z.string(), password: z.string() })),
});

/**
 * Somebody who signs at the command line, by e-mail address (or by the word that a sign-in file gives them).
 * The password comes from the sign-in file, or is asked for at the terminal; without either the signature is refused.
 * A wrong password is found where it is asked for, at the act: so the refusal stands in the protocol's log.
 */
export async function signatoryOf(
  db: Database,
  home: string,
  { who, signIn }: { readonly who: string; readonly signIn: string | undefined },
): Promise<Signatory> {
  const file = signIn ?? (existsSync(demoSignInFile(home)) ? demoSignInFile(home) : undefined);
  const people = file === undefined ? [] : (await readDocument(file, signIns)).people;
  const known = people.find((person) => person.id === who || person.email === who);
  const email = known?.email ?? who;
  const password = known?.password ?? (await askPassword(email));
  const person = await personByEmail(db, email);
  if (!person)
    return refuse("SIGNATURE_MISSING", `Nobody with the address '${email}' is known here; nothing was signed.`, {
      found: email,
    });
  return {
    personId: person.id,
    role: "statistician",
    authenticate: async () => (await confirmPerson(db, { email, password }))?.id === person.id,
  };
}

async function askPassword(email: string): Promise<string> {
  if (!process.stdin.isTTY)
    refuse(
      "SIGNATURE_MISSING",
      `'${email}' must confirm with a password, and there is no terminal to ask at; name a file with --sign-in.`,
      { expected: '{"people":[{"email":"…","password":"…"}]}' },
    );
  process.stderr.write(`Password of ${email}: `);
  // What is typed is not shown: the terminal's echo goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
