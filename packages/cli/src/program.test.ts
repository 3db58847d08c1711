import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runInstalled, runNadir, runUnread } from "./testing/run-nadir.ts";

const COMMANDS = [
  "demo",
  "import",
  "features",
  "delta",
  "respond",
  "evaluate",
  "validate",
  "conformance",
  "audit",
  "backup",
  "restore",
  "doctor",
  "server",
];

describe("nadir", () => {
  test("--help lists every command, and the exit status of each kind of end", async () => {
    const ran = await runInstalled(["--help"]);
    expect(ran.status).toBe(0);
    for (const command of COMMANDS) expect(ran.stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
    expect(ran.stdout).toContain("2 wrong usage");
  });

  test.each(COMMANDS.filter((command) => command !== "server"))(
    "%s --help shows an example, and the manual has a section",
    async (command) => {
      const ran = await runNadir([command, ...(command === "audit" ? ["verify"] : []), "--help"]);
      expect(ran.status).toBe(0);
      expect(ran.stdout).toContain(`$ nadir ${command}`);
      const manual = readFileSync(new URL("../../../docs/command-line.md", import.meta.url), "utf8");
      expect(manual).toContain(`\n## nadir ${command}\n`);
    },
  );

  test("an unknown command or option is wrong usage, with a suggestion where one is near", async () => {
    const ran = await runNadir(["reponds"]);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toContain("respond");
    expect((await runNadir(["doctor", "--quick"])).status).toBe(2);
    expect((await runNadir([])).status).toBe(2);
  });

  test.each([
    ["exports", "--help"],
    ["export", "nonsense", "-h"],
    ["audit", "nonsense", "--help"],
  ])("asked for help on a command that does not exist (%s %s): wrong usage", async (...args) => {
    const ran = await runNadir(args);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toContain("unknown command");
  });

  test("--version answers", async () => {
    expect(await runNadir(["--version"])).toMatchObject({ status: 0, stdout: "0.1.0\n" });
  });

  test("an output that nobody reads to its end is no fault of the program", async () => {
    expect(await runUnread(["--help"])).toMatchObject({ status: 0, stderr: "" });
    const unread = await runUnread(["criteria"]);
    expect(unread).toMatchObject({ status: 141, stdout: "" });
    expect(unread.stderr).not.toMatch(/EPIPE|✗|NADIR_DEBUG/);
  });
});
