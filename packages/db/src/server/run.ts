import { spawn } from "node:child_process";

/** A user and group of the operating system that a program runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody`: as root Postgres refuses to run, so root starts it as this account. */
const NOBODY: Account = { uid: 65534, gid: 65534 };

/** The account for the server's programs: our own, or nobody where we are root. */
export const serverAccount = (): Account | undefined => (process.getuid?.() === 0 ? NOBODY : undefined);

export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The program could not be started at all. */
  readonly failure: NodeJS.ErrnoException | undefined;
}

/** Runs a program to its end and collects what it says, in plain English, whatever the user's language. */
export function run(
  file: string,
  args: readonly string[],
  o: { account: Account | undefined; cwd: string },
): Promise<RunResult> {
  return new Promise((resolve) => {
    const said = { stdout: "", stderr: "" };
    let failure: NodeJS.ErrnoException | undefined;
    const done = (code: number | null) => resolve({ code, ...said, failure });
    try {
      const child = spawn(file, args, {
        cwd: o.cwd,
        ...(o.account ?? {}),
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env["PATH"] ?? "/usr/bin:/bin",
          LC_ALL: "C",
          TZ: "UTC",
          // Next's types, with which the portal compiles this, want it in every environment.
          NODE_ENV: "production",
          ...libraryPath(),
        },
      });
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said.stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said.stderr += text;
      });
      child.on("error", (error) => {
        failure = error;
        done(null);
      });
      child.on("close", done);
    } catch (error) {
      failure = error as NodeJS.ErrnoException;
      done(null);
    }
  });
}

/** A library path that the user set is the user's remedy for a missing library: pass it on. */
function libraryPath(): Record<string, string> {
  const path = process.env["LD_LIBRARY_PATH"];
  return path === undefined ? {} : { LD_LIBRARY_PATH: path };
}

/** Whether the account may pass through the folder. */
export async function mayEnter(folder: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true;
  const result = await run("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { account, cwd: "/" });
  return result.code === 0;
}
