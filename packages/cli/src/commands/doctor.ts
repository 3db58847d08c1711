import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Example
  $ nadir doctor

  Each finding is well, a note, or lacking, with what was found and how to mend it. Nothing is started or changed.
  The status is 1 when something is lacking.`;

const MARK = { well: "✓", note: "·", lacks: "✗" } as const;

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("what this installation has, lacks, and how to mend it")
    .description("Looks at machine, programs, home folder, database, audit chain, object store and portal.")
    .addHelpText("after", EXAMPLE)
    .action(doctor);
}

async function doctor(): Promise<void> {
  const machine = await import("../doctor/machine.ts");
  const health = await import("@nadir/api/health");
  const { databaseFindings } = await import("../doctor/database.ts");
  const { homeFolder, root } = await import("../installation.ts");
  const home = homeFolder();
  const findings = [
    health.nodeRelease(),
    health.memory(),
    machine.user(),
    await machine.loopback(),
    await health.home(home),
    machine.postgresPrograms(root, Boolean(process.env["DATABASE_URL"])),
    ...(await databaseFindings(home)),
    machine.portal(root),
    machine.chromium(),
  ];
  for (const { what, state, found, mend } of findings)
    message(`${MARK[state]} ${what}: ${found}${mend ? `\n    ${mend}` : ""}`);
  const ok = findings.every(({ state }) => state !== "lacks");
  await result({ ok, findings });
  if (!ok) throw new Ended(1);
}
