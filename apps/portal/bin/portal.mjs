#!/usr/bin/env node
/**
 * The portal as it is served: one process a core (at most four), all listening at the one address, so that a page which is long
 * in the making holds up nobody else's. Laid beside Next's standalone `server.js` by infra/launch/set-up.mjs.
 *
 * NADIR_PORTAL_PROCESSES: another number of them, 1 to 64. What people share lies in the database: a process keeps copies only.
 * A process that ends by itself is replaced; where one never listened, or six end within a minute, the portal ends with status 1.
 */
import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const MOST = 4;
/** So many ends within a minute are borne; more are no accident. */
const BORNE = 5;
/** MB, instead of V8's 16: room for what a page leaves behind, so that less of it is taken for lasting. Not measured apart. */
const YOUNG_GENERATION = 128;
/**
 * Per cent that the lasting objects may grow before they are looked through anew, instead of some half: that takes up to a second of
 * processor time where what is kept of a trial is large, and whoever asks meanwhile waits.
 */
const GROWTH = 200;
/** ms that a connection stays open without a request: longer than proxies keep one (60 s), or they write to one that is just closing. */
const KEPT_OPEN = "65000";

const wished = process.env.NADIR_PORTAL_PROCESSES ?? String(Math.min(MOST, availableParallelism()));
if (!/^[1-9]\d?$/.test(wished) || Number(wished) > 64) {
  console.error(`NADIR_PORTAL_PROCESSES is '${wished}'; a whole number from 1 to 64 is expected.`);
  process.exit(1);
}

cluster.setupPrimary({
  exec: join(import.meta.dirname, "server.js"),
  execArgv: [
    ...process.execArgv,
    `--min-semi-space-size=${YOUNG_GENERATION}`,
    `--max-semi-space-size=${YOUNG_GENERATION}`,
    `--heap-growing-percent=${GROWTH}`,
  ],
});
let ending = false;
// Between the last process's end and the next one's beginning nothing else holds this one.
const stay = setInterval(() => {}, 60_000);
/** @type {(status: number) => void} */
const end = (status) => {
  ending = true;
  clearInterval(stay);
  process.exitCode = status;
  for (const one of Object.values(cluster.workers ?? {})) one?.process.kill("SIGTERM");
};
/** @type {number[]} */
let ends = [];
const begin = () => {
  const one = cluster.fork({ KEEP_ALIVE_TIMEOUT: process.env.KEEP_ALIVE_TIMEOUT ?? KEPT_OPEN });
  let listened = false;
  one.once("listening", () => {
    listened = true;
  });
  one.once("exit", async (code, signal) => {
    // What it told before it ended may be read after it has ended.
    await sleep(200);
    if (ending) return;
    console.error(`A process of the portal ended by itself (${signal ?? `status ${code}`}).`);
    ends = [...ends.filter((at) => at > Date.now() - 60_000), Date.now()];
    // Before it listened: the port is taken, or the build is broken, and another would fare no better.
    if (!listened || ends.length > BORNE) end(1);
    else begin();
  });
};
for (let n = 0; n < Number(wished); n++) begin();
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => end(0));
