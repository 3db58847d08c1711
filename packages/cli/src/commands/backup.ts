import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir backup /backups/2026-11-28
  $ nadir backup /backups/2026-11-28 --check
  $ nadir backup /backups/2026-11-28 --check --try-restore
  $ nadir restore /backups/2026-11-28

  A backup is restored into NADIR_HOME, which must be empty. The installation goes on while it is
  copied. The folder holds the database, the objects and every secret of the installation, and can be read by its owner
  only: keep it where only they may. With DATABASE_URL, use that server's own backups.`;

export function addBackup(program: Command): void {
  program
    .command("backup")
    .summary("copy the whole installation while it is in use, or check a copy")
    .description("Copies database, objects, keys and settings into a new folder, each file with its SHA-256.")
    .argument("<folder>", "a folder that is not there yet, outside NADIR_HOME")
    .option("--check", "compare an existing backup with what was written down, and copy nothing")
    .option("--try-restore", "restore the backup on trial beside it, recompute its log, and remove what was restored")
    .addHelpText("after", EXAMPLE)
    .action(async (folder: string, options: { check?: true; tryRestore?: true }) => {
      const { compareBackup, restoreOnTrial, takeBackup } = await import("@nadir/api/backup");
      const { homeFolder } = await import("../installation.ts");
      const place = { home: homeFolder() };
      const noting = await notingOf(place, options.check === undefined);
      try {
        const made = options.check
          ? await compareBackup(folder, noting, { auditHead: await headOf(folder) })
          : await takeBackup(place, folder, noting);
        const tried = options.tryRestore ? await restoreOnTrial(folder, made.auditHead.hash, noting) : null;
        const files = Object.values(made.files);
        const bytes = files.reduce((sum, f) => sum + f.bytes, 0);
        message(
          `✓ ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${options.check ? "all as they were copied" : `in ${folder}`}.`,
        );
        if (tried) message(`✓ restored on trial: its log holds, ${tried.count} events`);
        message(`  the log's head was event ${made.auditHead.seq}, ${made.auditHead.hash}`);
        const { madeAt, auditHead } = made;
        await result({ folder, files: files.length, bytes, madeAt, auditHead, ...(tried ? { restored: tried } : {}) });
      } finally {
        await noting?.db.close();
      }
    });
}

/**
 * The installation in whose health and log the backup is noted: the one that is copied. A comparison may be made where none
 * runs: then nothing is noted, and nothing is started for it.
 */
async function notingOf(place: { readonly home: string }, mayStart: boolean) {
  const { databaseUrls, ensureServer } = await import("@nadir/db/server");
  const { connect } = await import("@nadir/db");
  // A server of one's own is refused by the backup itself.
  if (process.env["DATABASE_URL"]) return null;
  const urls = mayStart ? (await ensureServer(place)).urls : await databaseUrls(place).catch(() => null);
  if (!urls) return null;
  const db = connect(urls.appUrl, { max: 1 });
  const answers = await db.sql`select 1`.then(
    () => true,
    () => false,
  );
  if (answers) return { db, by: "system" } as const;
  message("  not noted in the health of the installation: its database does not answer");
  await db.close();
  return null;
}

/** Which backup it is, as far as one that is not whole still says so. */
async function headOf(folder: string): Promise<string | undefined> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(`${folder}/backup.json`, "utf8").catch(() => "");
  return /"auditHead":\s*\{[^}]*"hash":\s*"([0-9a-f]{64})"/.exec(text)?.[1];
}

export function addRestore(program: Command): void {
  program
    .command("restore")
    .summary("make an installation from a backup, in an empty NADIR_HOME")
    .description(
      "Compares every file of the backup, puts it into NADIR_HOME, starts the database, and recomputes the chain of the log, on which the backup's head must lie.",
    )
    .argument("<folder>", "a folder that 'nadir backup' made")
    .addHelpText("after", EXAMPLE)
    .action(async (folder: string) => {
      const { restoreBackup } = await import("@nadir/db/server");
      const { connect, verifyAudit } = await import("@nadir/db");
      const { homeFolder } = await import("../installation.ts");
      const { Ended } = await import("../ended.ts");
      const home = homeFolder();
      const { manifest, server } = await restoreBackup({ home }, folder);
      const db = connect(server.urls.appUrl, { max: 1 });
      try {
        const verdict = await verifyAudit(db, { anchors: [manifest.auditHead] });
        message(`✓ ${folder} of ${manifest.madeAt} is restored in ${home}.`);
        message(
          verdict.ok ? `✓ The chain holds: ${verdict.count} events.` : `✗ The log does not hold: ${verdict.why}.`,
        );
        await result({ home, madeAt: manifest.madeAt, audit: verdict });
        if (!verdict.ok) throw new Ended(1);
      } finally {
        await db.close();
      }
    });
}
