export { compareBackup, type Noting, restoreOnTrial, takeBackup, takeProvedBackup } from "./take-backup.ts";
