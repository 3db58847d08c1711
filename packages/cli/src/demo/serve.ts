import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { refuse } from "@nadir/domain";
import { root } from "../installation.ts";
import { message } from "../speak.ts";

const FIRST_PORT = 4300;
const TRIES = 50;

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/**
 * The port to serve on: the wished one, which must be free, or the first free one from 4300.
 * Asked before any work, so that nobody waits minutes for a sentence.
 */
export async function portFor(wished: number | undefined): Promise<number> {
  if (wished !== undefined) {
    if (await isFree(wished)) return wished;
    return refuse(
      "PORT_TAKEN",
      `Port ${wished} is taken by another program. Choose another one, for example --port ${await nextFree(wished + 1)}.`,
      { found: String(wished) },
    );
  }
  const port = await nextFree(FIRST_PORT);
  if (port !== FIRST_PORT) message(`  note: port ${FIRST_PORT} is taken; the portal will be at ${port}.`);
  return port;
}

async function nextFree(from: number): Promise<number> {
  for (let port = from; port < Math.min(from + TRIES, 65_536); port++) if (await isFree(port)) return port;
  return refuse(
    "PORT_TAKEN",
    `No port from ${from} to ${from + TRIES - 1} is free on 127.0.0.1; name one with --port.`,
  );
}

const portalServer = join(root, "apps", "portal", ".next", "standalone", "apps", "portal", "portal.mjs");
const worker = join(root, "apps", "worker", "bin", "worker.mjs");

/** Refused when the portal has not been built: asked before any work, too. */
export function requirePortal(): void {
  if (!existsSync(portalServer))
    refuse(
      "PORTAL_NOT_BUILT",
      "The portal has not been built. `npm run demo` builds it; `nadir demo --once` needs none.",
    );
}

export interface Served {
  readonly address: string;
  /** Resolves with the name of the part that ended by itself; never when both are stopped. */
  readonly ended: Promise<string>;
  /** Asks both to end and waits for them; after 20 s they are ended. */
  stop(): Promise<void>;
}

/** Starts portal and worker as processes of their own, and waits until the portal answers. */
export async function serve(home: string, port: number): Promise<Served> {
  const env = { ...process.env, NADIR_HOME: home, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const portal = start("portal", [portalServer], { ...env, HOSTNAME: "127.0.0.1", PORT: String(port) });
  const jobs = start("worker", [worker], env);
  const parts = [portal, jobs];
  let stopping = false;
  const ended = new Promise<string>((resolve) => {
    for (const part of parts) part.closed.then(() => !stopping && resolve(part.name));
  });
  const stop = async () => {
    stopping = true;
    for (const { child } of parts) if (child.exitCode === null) child.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const { child } of parts) child.kill("SIGKILL");
    }, 20_000);
    await Promise.all(parts.map((part) => part.closed));
    clearTimeout(late);
  };
  const address = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([
      answers(`${address}/sign-in`),
      portal.closed.then((status) =>
        refuse("PORTAL_ENDED", `The portal ended with status ${status} while it started; its last words are above.`),
      ),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, ended, stop };
}

interface Part {
  readonly name: string;
  readonly child: ChildProcess;
  readonly closed: Promise<number | null>;
}

function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Part {
  // A group of its own: an interrupt at the terminal comes to us alone, and we stop the parts in order.
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n"))
        if (line.trim() !== "") message(`  ${name}: ${line.replace(/^worker: /, "")}`);
    });
  return { name, child, closed };
}

async function answers(url: string, withinMs = 60_000): Promise<void> {
  const until = Date.now() + withinMs;
  let last = "";
  while (Date.now() < until) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      if (response.ok) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  refuse("PORTAL_SILENT", `The portal did not answer at ${url} within ${withinMs / 1000} s (${last}).`);
}
