import { join } from "node:path";
import { run } from "./run.mjs";
import { duration, say } from "./say.mjs";
import { tail } from "./way-out.mjs";
import { root } from "./workspace.mjs";

const bin = (name) => join(root, "node_modules", ".bin", name);

/** What can be told from the source alone. Each counts as one in the totals. */
export const STATIC_CHECKS = [
  { name: "types: portal", command: bin("tsc"), args: ["-p", "apps/portal/tsconfig.json", "--noEmit"] },
  { name: "types: everything on Node", command: bin("tsc"), args: ["-p", "tsconfig.node.json"] },
  { name: "types: pure packages, without Node or browser", command: bin("tsc"), args: ["-p", "tsconfig.pure.json"] },
  { name: "lint and format", command: bin("biome"), args: ["check", "--error-on-warnings", "."] },
  {
    name: "boundaries: the arrows of the house",
    command: bin("depcruise"),
    args: ["--config", ".dependency-cruiser.cjs", "apps", "packages", "validation"],
  },
  { name: "unused files, exports and dependencies", command: bin("knip"), args: [] },
  { name: "container and compose files", command: process.execPath, args: ["infra/check/containers.mjs"] },
];

/** Runs the checks two at a time, and prints each as it ends: one line when it passes, its output when it does not. */
export async function runChecks(checks, env) {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const got = await run(check.command, check.args, { cwd: root, env });
      const passed = got.code === 0;
      say(`  ${passed ? "✓" : "✗"} ${check.name} (${duration(got.ms)})`);
      if (!passed) say(`${tail(got.output, 60).replace(/^/gm, "    ")}`);
      results.push(oneResult(check.name, passed, got.ms));
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** A row of the summary for something that either holds or does not. */
export const oneResult = (name, passed, ms) => ({
  name,
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  skipped: 0,
  ms,
});
