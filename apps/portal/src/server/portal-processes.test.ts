import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The program that serves the portal, beside a server that answers with the id of its process. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nadir-processes-"));
  copyFileSync(join(import.meta.dirname, "../../bin/portal.mjs"), join(folder, "portal.mjs"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "server.js"),
    `import { createServer } from "node:http";
     if (process.env.BROKEN) process.exit(3);
     createServer((_, answer) => answer.writeHead(200, { connection: "close", "x-kept-open": process.env.KEEP_ALIVE_TIMEOUT }).end(String(process.pid)))
       .listen(Number(process.env.PORT), "127.0.0.1");
     process.on("SIGTERM", () => process.exit(0));`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("several processes answer at one address; one that ends is replaced", async () => {
  const { address, child, told } = await started({ NADIR_PORTAL_PROCESSES: "2" });
  const before = await seen(address, (pids) => pids.size === 2);
  const [first, second] = before;
  process.kill(first!, "SIGKILL");
  const after = await seen(address, (pids) => [...pids].some((pid) => !before.has(pid)));
  expect(alive(first!)).toBe(false);
  expect(alive(second!)).toBe(true);
  expect(told()).toBe("A process of the portal ended by itself (SIGKILL).\n");
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
  for (const pid of after) expect(alive(pid)).toBe(false);
});

test("a connection is kept for longer than a proxy keeps it, or as long as is wished", async () => {
  for (const [wished, expected] of [
    [{}, "65000"],
    [{ KEEP_ALIVE_TIMEOUT: "5000" }, "5000"],
  ] as const) {
    const { address, child } = await started({ NADIR_PORTAL_PROCESSES: "1", ...wished });
    await seen(address, (pids) => pids.size === 1);
    expect((await fetch(address)).headers.get("x-kept-open")).toBe(expected);
    child.kill("SIGTERM");
    await once(child, "close");
  }
});

test("processes that end again and again end the portal", async () => {
  const { address, child } = await started({ NADIR_PORTAL_PROCESSES: "1" });
  const closed = once(child, "close");
  let known = new Set<number>();
  for (let ended = 0; ended < 6; ended++) {
    const [pid] = [...(await seen(address, (pids) => [...pids].some((one) => !known.has(one))))].filter(
      (one) => !known.has(one),
    );
    known = new Set([...known, pid!]);
    process.kill(pid!, "SIGKILL");
  }
  expect(await closed).toEqual([1, null]);
});

test("asked to end, every process ends, and the portal with status 0", async () => {
  const { address, child } = await started({ NADIR_PORTAL_PROCESSES: "3" });
  const pids = await seen(address, (found) => found.size === 3);
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
  for (const pid of pids) expect(alive(pid)).toBe(false);
});

test("a server that cannot start ends the portal instead of being begun for ever", async () => {
  const { child, told } = await started({ NADIR_PORTAL_PROCESSES: "2", BROKEN: "yes" });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(told()).toContain("A process of the portal ended by itself (status 3).");
});

test.each(["0", "two", "1.5", "-1", "65", ""])("'%s' processes are refused in a sentence", async (wished) => {
  const { child, told } = await started({ NADIR_PORTAL_PROCESSES: wished });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(told()).toBe(`NADIR_PORTAL_PROCESSES is '${wished}'; a whole number from 1 to 64 is expected.\n`);
});

async function started(env: Record<string, string>): Promise<{ address: string; child: ChildProcess; told(): string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(folder, "portal.mjs")], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  return { address: `http://127.0.0.1:${port}`, child, told: () => text };
}

/** The processes that answered, once they are as many as asked for. */
async function seen(address: string, enough: (pids: ReadonlySet<number>) => boolean): Promise<ReadonlySet<number>> {
  const pids = new Set<number>();
  while (!enough(pids)) {
    // One that was handed to a process in its last moment is never answered.
    const answer = await fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer) pids.add(Number(await answer.text()));
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return pids;
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
