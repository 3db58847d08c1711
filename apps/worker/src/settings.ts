import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The only place of the worker that reads the environment. */
export interface Settings {
  /** NADIR_HOME, or `.nadir` in the repository. */
  readonly home: string;
  readonly objects: string;
  readonly custodians: string;
  /** NADIR_BACKUPS, or a folder beside the home: where backups that are asked for at the portal lie. */
  readonly backups: string;
  /** Touched every few seconds while the worker lives: what `--health` looks at. */
  readonly heartbeat: string;
}

export function settingsOf(env: NodeJS.ProcessEnv = process.env): Settings {
  const home = resolve(env["NADIR_HOME"] ?? join(root, ".nadir"));
  return {
    home,
    objects: join(home, "objects"),
    custodians: join(home, "custodians"),
    backups: resolve(env["NADIR_BACKUPS"] ?? `${home}-backups`),
    heartbeat: env["NADIR_WORKER_HEARTBEAT"] ?? join(home, "worker-heartbeat"),
  };
}
