import { spawn } from "node:child_process";
import { join } from "node:path";
import { run } from "./run.mjs";
import { Stop, say } from "./say.mjs";
import { tail } from "./way-out.mjs";
import { root } from "./workspace.mjs";

const nadir = join(root, "packages", "cli", "bin", "nadir.mjs");

/** `nadir …` to its end; answers with the JSON that it wrote last to standard output (`null` when it wrote none). */
export async function runNadir(args, env) {
  const got = await run(process.execPath, [nadir, ...args], { cwd: root, env, onLine: (line) => say(`  ${line}`) });
  return { ...got, result: lastJson(got.output) };
}

function lastJson(output) {
  for (const line of output.split("\n").reverse()) {
    if (!line.startsWith("{")) continue;
    try {
      return JSON.parse(line);
    } catch {
      // A line that only looks like JSON: keep looking.
    }
  }
  return null;
}

/**
 * Starts `nadir demo --port N --json` and waits for the JSON line in which it says that it serves.
 * `stop()` ends it as an operator would (SIGTERM), and reports whether it ended cleanly by itself.
 */
export async function serveDemo(port, env, withinMs = 240_000) {
  const child = spawn(process.execPath, [nadir, "demo", "--port", String(port), "--json"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  const serving = new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Stop(`The portal did not answer within ${withinMs / 1000} s.`, tail(output))),
      withinMs,
    );
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const result = lastJson(output);
      if (result?.address) {
        clearTimeout(timer);
        resolve(result);
      }
    });
    ended.then((code) => {
      clearTimeout(timer);
      reject(new Stop(`The demo ended with status ${code} before the portal served.`, tail(output)));
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20_000, null))]);
    if (code === null) child.kill("SIGKILL");
    return { clean: code === 0, code, output };
  };
  try {
    return { result: await serving, stop, output: () => output };
  } catch (error) {
    await stop();
    throw error;
  }
}
