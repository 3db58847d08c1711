#!/usr/bin/env node
/**
 * `npm run demo [-- --once] [-- --port N]`: from a bare clone to the running portal.
 * Plain Node without dependencies, because it runs before anything is installed.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { nodeVersionProblem } from "./node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(`✗ ${problem}`);
  process.exit(1);
}
const { heading, Stop, say, sinceStart, stopWith } = await import("./say.mjs");

try {
  const { install, build } = await import("./set-up.mjs");
  const { portProblem } = await import("./port.mjs");
  const { root } = await import("./workspace.mjs");
  const args = process.argv.slice(2);
  const taken = await portProblem(args);
  if (taken) throw new Stop(taken);
  const steps = args.includes("--help") ? 2 : 3;

  heading(`1 of ${steps} · Packages`);
  const env = await install();
  if (steps === 3) {
    heading("2 of 3 · Portal");
    await build(env);
  }
  heading(`${steps} of ${steps} · Demo`);
  process.exitCode = await handOver(join(root, "packages", "cli", "bin", "nadir.mjs"), ["demo", ...args], env);
  say(process.exitCode === 0 ? `\n✓ Done in ${sinceStart()}.` : `\n✗ The demo ended with status ${process.exitCode}.`);
} catch (error) {
  stopWith(error);
}

/** Runs the command with our terminal; an interrupt goes to it, and we wait until it has stopped what it started. */
function handOver(script, args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: "inherit", env });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      say(String(error.message));
      resolve(1);
    });
    child.on("close", (code, killedBy) => resolve(code ?? (killedBy ? 1 : 0)));
  });
}
