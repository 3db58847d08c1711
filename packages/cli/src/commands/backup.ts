import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir backup /backups/2026-11-28
  $ nadir backup /backups/2026-11-28 --check
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
    .addHelpText("after", EXAMPLE)
    .action(async (folder: string, { check }: { check?: true }) => {
      const { checkBackup, makeBackup } = await import("@nadir/db/server");
      const { homeFolder } = await import("../installation.ts");
      const made = check
        ? await checkBackup(folder).catch((error) => noteDamaged(folder, error))
        : await makeBackup({ home: homeFolder() }, folder);
      const files = Object.values(made.files);
      const bytes = files.reduce((sum, f) => sum + f.bytes, 0);
      await noteBackup(check ? "backup-check" : "backup", true, made.auditHead.hash, { files: files.length, bytes });
      message(
        `✓ ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${check ? "all as they were copied" : `in ${folder}`}.`,
      );
      message(`  the log's head was event ${made.auditHead.seq}, ${made.auditHead.hash}`);
      await result({ folder, files: files.length, bytes, madeAt: made.madeAt, auditHead: made.auditHead });
    });
}

/**
 * Notes the backup in the installation that runs here, for its health. A comparison may be made where none runs: then
 * nothing is noted, and nothing is started for it.
 */
async function noteBackup(
  kind: "backup" | "backup-check",
  ok: boolean,
  auditHead: string,
  counts: object,
): Promise<void> {
  const { databaseUrls } = await import("@nadir/db/server");
  const { connect } = await import("@nadir/db");
  const { keepCheck } = await import("@nadir/api/health");
  const { homeFolder } = await import("../installation.ts");
  const urls = await databaseUrls({ home: homeFolder() }).catch(() => null);
  if (!urls) return;
  const db = connect(urls.appUrl, { max: 1 });
  try {
    await keepCheck(db, kind, ok, { auditHead, ...counts });
  } catch {
    message("  not noted in the health of the installation: its database does not answer");
  } finally {
    await db.close();
  }
}

/** A backup that is not whole is told, and noted as far as it says which one it is. */
async function noteDamaged(folder: string, error: unknown): Promise<never> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(`${folder}/backup.json`, "utf8").catch(() => "");
  const [, head] = /"auditHead":\s*\{[^}]*"hash":\s*"([0-9a-f]{64})"/.exec(text) ?? [];
  if (head) await noteBackup("backup-check", false, head, {});
  throw error;
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
