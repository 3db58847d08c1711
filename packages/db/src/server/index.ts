/** The database server: the embedded one or that of DATABASE_URL, its migrations and backups. */
export { makeBackup, restoreBackup } from "./backup.ts";
export { type BackupManifest, checkBackup, type OnFiles } from "./backup-files.ts";
export { type DatabaseUrls, databaseUrls, type Place } from "./database-urls.ts";
export { ensureServer, type RunningServer, stopServer } from "./ensure-server.ts";
export { embeddedFolder } from "./home.ts";
export { migrate } from "./migrate.ts";
export { tryRestore } from "./try-restore.ts";
