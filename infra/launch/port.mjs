import { createServer } from "node:net";

/** Whether nothing listens on the loopback port: asked by listening for a moment. */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** A loopback port that the system calls free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What is wrong with the `--port` of these arguments, as a sentence; `null` when it is absent or can be used. */
export async function portProblem(args) {
  const at = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  if (at < 0 || args.includes("--once")) return null;
  const text = args[at].includes("=") ? args[at].split("=")[1] : args[at + 1];
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    return `--port wants a number from 1 to 65535, and got '${text ?? ""}'. For example: npm run demo -- --port 4310`;
  if (await isFree(port)) return null;
  return `Port ${port} is taken by another program. Choose another one, for example: npm run demo -- --port ${await freePort()}`;
}
