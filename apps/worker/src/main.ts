import { stat } from "node:fs/promises";
import { settingsOf } from "./settings.ts";
import { HEARTBEAT_MS, startWorker } from "./worker.ts";

const settings = settingsOf();
if (process.argv.includes("--health")) process.exitCode = await health();
else await run();

/** 0 when a worker touched its heartbeat lately. */
async function health(): Promise<number> {
  const beat = await stat(settings.heartbeat).catch(() => null);
  return beat !== null && Date.now() - beat.mtimeMs < 4 * HEARTBEAT_MS ? 0 : 1;
}

async function run(): Promise<void> {
  try {
    const worker = await startWorker(settings);
    let stopping = false;
    const stop = () => {
      if (stopping) return;
      stopping = true;
      worker.stop().catch((error: Error) => {
        process.stderr.write(`worker: ${error.message}\n`);
        process.exitCode = 1;
      });
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  } catch (error) {
    process.stderr.write(`worker: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
