import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository: where the demo's trials and its command line lie. */
export const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where the demo serves; `nadir demo` takes port 4300 when it is free. */
export const portalAddress = (): string => process.env["NADIR_PORTAL_URL"] ?? "http://127.0.0.1:4300";

/** The same portal by the machine's name: passkeys belong to a name. */
export const namedAddress = (): string => portalAddress().replace("127.0.0.1", "localhost");

/** Where the demo keeps its state. */
export const nadirHome = (): string => process.env["NADIR_HOME"] ?? join(repository, ".nadir");

export const PEOPLE = [
  "coordinator",
  "reader",
  "second-reader",
  "adjudicator",
  "board",
  "statistician",
  "second-statistician",
  "data-manager",
  "administrator",
] as const;
export type PersonId = (typeof PEOPLE)[number];

export interface Person {
  readonly id: PersonId;
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The demo's people with their passwords, from the file that the demo keeps. */
export function demoPeople(): readonly Person[] {
  const file = join(nadirHome(), "demo-sign-in.json");
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { people: Person[] }).people;
  } catch {
    throw new Error(
      "The demo's sign-ins were not found in NADIR_HOME. Start the demo (`npm run demo`) and give its home here.",
    );
  }
}

export function demoPerson(id: PersonId): Person {
  const person = demoPeople().find((p) => p.id === id);
  if (!person) throw new Error(`The demo has no person '${id}'.`);
  return person;
}

/** Where the session of a signed-in person is kept during a run. */
export const sessionFile = (id: PersonId): string => join(repository, "test-results", "portal-sessions", `${id}.json`);
