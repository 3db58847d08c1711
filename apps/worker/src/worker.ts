import { writeFile } from "node:fs/promises";
import { openQueue, workJobs } from "@nadir/api/jobs";
import { connect } from "@nadir/db";
import { databaseUrls } from "@nadir/db/urls";
import { openLocalStore } from "@nadir/storage";
import { handlersOf } from "./handlers.ts";
import type { Settings } from "./settings.ts";

export const HEARTBEAT_MS = 5_000;

/**
 * Takes jobs from the queue until `stop`, which lets the job under way end. The server must be up: whoever starts the
 * worker (`nadir demo`, an operator, compose) has made sure of that.
 */
export async function startWorker(
  settings: Settings,
  log: (line: string) => void = (line) => process.stderr.write(`worker: ${line}\n`),
): Promise<{ stop(): Promise<void> }> {
  const { appUrl } = await databaseUrls({ home: settings.home });
  const db = connect(appUrl, { max: 4 });
  const store = await openLocalStore(settings.objects);
  const queue = await openQueue(appUrl, { work: true });
  const jobs = await workJobs({ db, queue }, handlersOf({ db, store, ...settings }, log), log);
  const beat = () =>
    writeFile(settings.heartbeat, `${process.pid}\n`).catch((error) => log(`heartbeat: ${error.message}`));
  await beat();
  const beating = setInterval(beat, HEARTBEAT_MS);
  log("ready");
  return {
    async stop() {
      clearInterval(beating);
      await jobs.stop();
      await db.close();
      log("stopped");
    },
  };
}
