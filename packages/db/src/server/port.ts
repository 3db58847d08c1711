import { createServer } from "node:net";
import { refuse } from "@nadir/domain";

/** Where the search for a port begins when the home folder remembers none. */
export const FIRST_PORT = 54_329;
const TRIES = 200;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** The first free loopback port from `wanted` upwards. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port < 65_536; port++) if (await isFree(port)) return port;
  return refuse(
    "NO_FREE_PORT",
    `No port from ${wanted} to ${wanted + TRIES - 1} is free on 127.0.0.1 for the database.`,
  );
}
