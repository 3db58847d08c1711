import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir demo                 everything, then the portal; stop it with Ctrl+C
  $ nadir demo --once          the same work, then end
  $ nadir demo --port 4310

  The bundled trials are imported, computed and validated, and the portal serves them on this machine only, with scans to be
  read, a meeting of the board and a rule of strata begun. What stands from an earlier run is not done again. All state lies in
  NADIR_HOME (default: .nadir in the repository); delete it to begin anew.
  Run as root under a private folder, the database lies in /var/tmp/nadir-… instead, and has to be deleted with it: \`nadir doctor\` names it.`;

interface Options {
  readonly once?: boolean;
  readonly port?: number;
  readonly json?: boolean;
}

export function addDemo(program: Command): void {
  program
    .command("demo")
    .summary("the whole way of the data on the bundled trials, then the portal")
    .description(
      "Starts the database, imports the bundled trials, computes, runs one locked validation, serves the portal.",
    )
    .option("--once", "end after the work, without the portal")
    .option("--port <n>", "port of the portal on 127.0.0.1 (default: 4300, or the next free one)", portNumber)
    .option("--json", "also write what was done, and where it is served, as one line of JSON to standard output")
    .addHelpText("after", EXAMPLE)
    .action(demo);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("Give a number from 1 to 65535.");
  return port;
}

async function demo(options: Options): Promise<void> {
  const { openInstallation } = await import("../installation.ts");
  const { stopServer } = await import("@nadir/db/server");
  const { portFor, requirePortal, serve } = await import("../demo/serve.ts");
  const { runDemo } = await import("../demo/run-demo.ts");
  const { demoTable } = await import("../demo/table.ts");

  if (!options.once) requirePortal();
  const port = options.once ? 0 : await portFor(options.port);
  const interrupted = interruption();
  const installation = await openInstallation();
  const { home, server } = installation;
  try {
    message(
      `Database: PostgreSQL ${server.version}, ${server.kind}${server.started ? ", started" : ", already running"}; state in ${home}`,
    );
    if (installation.migrated.length > 0) message(`  ${installation.migrated.length} migrations applied`);
    const done = await runDemo(installation);
    await installation.close();
    message(`\n${demoTable(done)}`);
    if (options.once) {
      if (options.json) await result(done);
      return;
    }
    const served = await serve(home, port);
    try {
      message(`\n${signInTable(done.people)}\n\n  The portal is at ${served.address}  (Ctrl+C stops it)\n`);
      if (options.json) await result({ ...done, address: served.address });
      const part = await Promise.race([served.ended, interrupted]);
      if (part !== null) throw new Error(`The ${part} ended by itself; its last words are above.`);
    } finally {
      await served.stop();
    }
  } finally {
    await installation.close();
    if (server.started) await stopServer({ home });
  }
}

/** Resolves (with null) at the first interrupt; a second one ends at once. */
function interruption(): Promise<null> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => {
        if (asked) return;
        asked = true;
        message("\nStopping …");
        resolve(null);
      });
  });
}

function signInTable(people: readonly { role: string; email: string; password: string }[]): string {
  const width = (of: (p: (typeof people)[number]) => string) => Math.max(...people.map((p) => of(p).length));
  const [role, email] = [width((p) => p.role), width((p) => p.email)];
  return people.map((p) => `  ${p.role.padEnd(role)}  ${p.email.padEnd(email)}  ${p.password}`).join("\n");
}
