import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir people add ada@site.example --name "Ada Berg" --role statistician@my-trial --password-file ada.txt
  $ nadir people grant ben@site.example reader@my-trial/munich
  $ nadir people list

  A role is held in a trial, at all its sites (ROLE@TRIAL) or at one (ROLE@TRIAL/SITE). The person gets a one-time
  password, good for seven days: at the first sign-in they choose their own. It is shown once at the terminal, or written to
  a file that only you can read. No password is taken from the command line, and none is in the log.`;

interface ForPassword {
  readonly passwordFile?: string;
}

export function addPeople(program: Command): void {
  const people = program
    .command("people")
    .summary("who may sign in, and their roles per trial and site")
    .description("Makes accounts and gives roles per trial and site. Every act is an event of the log.")
    .addHelpText("after", EXAMPLE);
  const of = (name: string, summary: string) =>
    people.command(name).summary(summary).description(summary).argument("<email>", "the person's address");
  of("add", "make an account with a one-time password")
    .requiredOption("--name <name>", "the name that stands beside what they sign")
    .option(
      "--role <role@trial[/site]>",
      "a role (may be repeated)",
      (text: string, all: string[]) => [...all, text],
      [],
    )
    .option("--password-file <file>", "write the one-time password there (mode 0600) instead of showing it")
    .action(add);
  of("grant", "give a role")
    .argument("<role@trial[/site]>", "e.g. reader@my-trial/munich")
    .action(changing("grantRole"));
  of("revoke", "end a role; that it was held stays")
    .argument("<role@trial[/site]>", "as it was given")
    .action(changing("revokeRole"));
  of("password", "give a new one-time password; open sessions end")
    .option("--password-file <file>", "write the one-time password there (mode 0600) instead of showing it")
    .action(password);
  of("remove-second-factor", "for who lost device and recovery codes; open sessions end").action(removeSecondFactor);
  of("remove-passkeys", "for who lost the device that keeps them; open sessions end").action(removePasskeys);
  of("disable", "end sign-in, sessions and roles; what the person did stays").action(disable);
  people
    .command("list")
    .summary("everybody, with state and roles")
    .description("Lists everybody, with state and roles.")
    .action(list);
}

async function parts() {
  return { ...(await import("../installation.ts")), identity: await import("@nadir/api/identity") };
}

async function add(email: string, options: ForPassword & { name: string; role: readonly string[] }): Promise<void> {
  const { withInstallation, identity } = await parts();
  const roles = options.role.map((text) => identity.readRoleAt(text));
  await refuseTakenFile(options.passwordFile);
  await withInstallation(async ({ db }) => {
    const made = await identity.addPerson(db, { email, name: options.name, roles });
    message(`✓ ${made.email} is known here${roles.length === 0 ? ", without a role yet" : ""}.`);
    await tell(made, options.passwordFile);
  });
}

async function password(email: string, options: ForPassword): Promise<void> {
  const { withInstallation, identity } = await parts();
  await refuseTakenFile(options.passwordFile);
  await withInstallation(async ({ db }) => {
    const made = await identity.resetPassword(db, email);
    message(`✓ ${made.email} has a new one-time password.`);
    await tell(made, options.passwordFile);
  });
}

const changing = (act: "grantRole" | "revokeRole") => async (email: string, text: string) => {
  const { withInstallation, identity } = await parts();
  const role = identity.readRoleAt(text);
  await withInstallation(async ({ db }) => {
    await identity[act](db, email, role);
    message(`✓ ${email}: ${text} ${act === "grantRole" ? "given" : "ended"}.`);
    await result({ email, ...role, state: act === "grantRole" ? "held" : "ended" });
  });
};

async function disable(email: string): Promise<void> {
  const { withInstallation, identity } = await parts();
  await withInstallation(async ({ db }) => {
    await identity.disablePerson(db, email);
    message(`✓ ${email} can no longer sign in and holds no role.`);
    await result({ email, state: "disabled" });
  });
}

async function removeSecondFactor(email: string): Promise<void> {
  const { withInstallation, identity } = await parts();
  await withInstallation(async ({ db }) => {
    await identity.removeSecondFactor(db, email);
    message(`✓ ${email} has no second factor any more; where a role requires one, it is set up at the next sign-in.`);
    await result({ email, secondFactor: false });
  });
}

async function removePasskeys(email: string): Promise<void> {
  const { withInstallation, identity } = await parts();
  await withInstallation(async ({ db }) => {
    await identity.removePasskeys(db, email);
    message(`✓ ${email} has no passkey any more and signs in with the password.`);
    await result({ email, passkeys: 0 });
  });
}

async function list(): Promise<void> {
  const { withInstallation, identity } = await parts();
  await withInstallation(async ({ db }) => result(await identity.listPeople(db)));
}

/** A file that is there is never overwritten: it may hold what somebody still needs. */
async function refuseTakenFile(file: string | undefined): Promise<void> {
  const { existsSync } = await import("node:fs");
  const { refuse } = await import("@nadir/domain");
  if (file !== undefined && existsSync(file))
    refuse("FILE_EXISTS", `The file '${file}' is there already; name another for the one-time password.`, {
      where: { file },
    });
}

/** The one-time password goes to the file or the terminal, never into the result, which scripts keep. */
async function tell(
  made: { readonly email: string; readonly password: string; readonly until: Date },
  file: string | undefined,
): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const until = made.until.toISOString();
  if (file === undefined) message(`  one-time password, shown once: ${made.password}`);
  else {
    await writeFile(file, `${made.password}\n`, { mode: 0o600, flag: "wx" });
    message(`  one-time password written: ${file}`);
  }
  message(`  good until ${until}; at the first sign-in the person chooses their own`);
  await result({ email: made.email, oneTimeUntil: until, ...(file === undefined ? {} : { passwordFile: file }) });
}
