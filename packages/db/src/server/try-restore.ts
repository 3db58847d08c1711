import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type AuditVerdict, verifyAudit } from "../audit.ts";
import { connect } from "../connect.ts";
import { restoreBackup } from "./backup.ts";
import type { OnFiles } from "./backup-files.ts";
import { stopCluster } from "./cluster.ts";
import { dataFolderFor, runnableBinaries } from "./ensure-server.ts";
import { serverAccount } from "./run.ts";

/**
 * Restores a backup beside it as a whole installation, recomputes the chain of its log, on which the backup's head must
 * lie, and removes what was restored. Takes as much room again while it lasts. Refuses as `restoreBackup` does.
 */
export async function tryRestore(from: string, onFiles: OnFiles = () => {}): Promise<AuditVerdict> {
  const folder = resolve(from);
  // Readable by its owner only, as the backup is: it holds the same secrets.
  const home = await mkdtemp(join(dirname(folder), ".restored-on-trial-"));
  const account = serverAccount();
  // Asked now and not read from the restored files: only what was put here may be stopped and removed.
  const { dataFolder } = await dataFolderFor(home, account);
  try {
    const { manifest, server } = await restoreBackup({ home, env: {} }, folder, onFiles);
    onFiles("recompute the log of what was restored", 0, 1);
    const db = connect(server.urls.appUrl, { max: 1 });
    try {
      return await verifyAudit(db, { anchors: [manifest.auditHead] });
    } finally {
      await db.close();
    }
  } finally {
    if (existsSync(dataFolder)) {
      const { binaries } = await runnableBinaries(home, account);
      await stopCluster({ binaries, dataFolder, account }, "immediate");
    }
    if (!dataFolder.startsWith(home)) await rm(dirname(dataFolder), { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  }
}
