import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type {} from "./global-setup.ts";

const installed = fileURLToPath(new URL("../../bin/nadir.mjs", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every line of standard output, parsed. Throws when one of them is not JSON. */
  readonly json: () => unknown[];
}

/** Runs `nadir …` as its users do, as a process of its own; compiled once for all tests, which spares most of its start. */
export const runNadir = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  run(inject("nadirProgram"), args, env);

/** Runs `nadir …` by the very file that is installed. */
export const runInstalled = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  run(installed, args, env);

/** Runs `nadir …` for somebody who closes its output before a word is out, as a pipe into `head` may. */
export const runUnread = (args: readonly string[]): Promise<Ran> => run(installed, args, {}, false);

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, isRead = true): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env } });
    if (!isRead) child.stdout.destroy();
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({
        status,
        stdout,
        stderr,
        json: () =>
          stdout
            .split("\n")
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
      }),
    );
  });
}

/** A folder for one test, with files written into it by name. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "nadir-cli-"));
  file(name: string, content: string | Uint8Array | object): string {
    const path = join(this.path, name);
    writeFileSync(
      path,
      typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
    return path;
  }
  read = (name: string): unknown => JSON.parse(readFileSync(join(this.path, name), "utf8"));
  has = (name: string): boolean => existsSync(join(this.path, name));
  at = (name: string): string => join(this.path, name);
  remove = (): void => rmSync(this.path, { recursive: true, force: true });
}

/** The outside reference values that the repository carries. */
export const reference = fileURLToPath(new URL("../../../../validation/conformance/reference", import.meta.url));
