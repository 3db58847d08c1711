import { spawn } from "node:child_process";

/** Lines kept of a child's output: enough to explain a failure, bounded for a long run. */
const KEPT_LINES = 400;

/**
 * Runs a program to its end. `onLine` sees every line of both streams; the last 400 are returned as `output`.
 * A program that cannot be started answers with `code` 127 and the reason as output. Interrupting us interrupts it.
 */
export function run(command, args, { cwd, env = process.env, onLine = () => {}, signal } = {}) {
  const began = Date.now();
  return new Promise((resolve) => {
    const lines = [];
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], signal });
    const finish = (code) => resolve({ code, output: lines.join("\n"), ms: Date.now() - began });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        const parts = (rest + chunk).split(/\r\n|\n|\r/);
        rest = parts.pop() ?? "";
        for (const line of parts) keep(line);
      });
      stream.on("end", () => rest && keep(rest));
    }
    function keep(line) {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      onLine(line);
    }
    child.on("error", (error) => {
      keep(String(error.message));
      finish(127);
    });
    child.on("close", (code, killedBy) => finish(code ?? (killedBy ? 128 : 1)));
  });
}
