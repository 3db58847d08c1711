export { mayMakeBackup } from "./ask-backup.ts";
export { checkObjects, type ObjectsChecked } from "./check-objects.ts";
export { auditDocument, heldSince, keepCheck } from "./checks.ts";
export { clockFinding, databaseFinding, migrationsFinding } from "./database.ts";
export { type Finding, lacks, note, well } from "./finding.ts";
export { home, memory, nodeRelease } from "./machine.ts";
export { type BackupLine, backupLine, isBackupUnderWay, readBackups } from "./read-backups.ts";
export { finding, readHealth, requireKeeper } from "./read-health.ts";
