import type { CheckKind, InstallationCheck } from "./checks.ts";
import { type Finding, lacks, note, well } from "./finding.ts";
import { moment } from "./queue.ts";

type Checks = Partial<Record<CheckKind, InstallationCheck>>;
const DAY_MS = 86_400_000;
/** Days after which a check is old enough to be done again. */
const OLD_DAYS = { backup: 7, audit: 7, objects: 30 } as const;

const isOld = (check: InstallationCheck, kind: keyof typeof OLD_DAYS, now: Date): boolean =>
  now.getTime() - check.at.getTime() > OLD_DAYS[kind] * DAY_MS;
const number = (check: InstallationCheck, name: string): number => Number(check.document[name] ?? 0);

/** What the last verification of the log said. */
export function auditFinding({ audit }: Checks, now: Date): Finding {
  const what = "audit chain";
  if (!audit) return note(what, "never verified here", "The page Audit verifies it, and nadir audit verify.");
  if (!audit.ok)
    return lacks(
      what,
      `does not hold (${moment(audit.at)}): ${String(audit.document["why"])}`,
      "Keep the database as it is and ask who changed it; the page Audit names the place.",
    );
  const found = `${number(audit, "count")} events held on ${moment(audit.at)}`;
  return isOld(audit, "audit", now)
    ? note(what, found, "Verify it again: the page Audit, or nadir audit verify.")
    : well(what, found);
}

/** What the last reading of all objects said. */
export function objectsFinding({ objects }: Checks, now: Date): Finding {
  const what = "object store";
  const again = "Check the objects, here or by the same button later: each is read and compared with its address.";
  if (!objects) return note(what, "never checked", again);
  const found = `${number(objects, "objects")} objects, ${(number(objects, "bytes") / 1024 ** 2).toFixed(1)} MB, read on ${moment(objects.at)}`;
  if (!objects.ok)
    return lacks(
      what,
      `${found}: ${number(objects, "changedCount")} changed on disk, ${number(objects, "missingCount")} missing`,
      "Restore them from a backup (nadir restore), then check again.",
    );
  return isOld(objects, "objects", now) ? note(what, found, again) : well(what, found);
}

/** The last backup, and whether it was compared since. With a server of one's own (`isExternal`) backups are not ours to see. */
export function backupFinding(checks: Checks, now: Date, isExternal: boolean): Finding {
  const what = "backup";
  if (isExternal)
    return note(
      what,
      "the database is a server of your own; its backups are not seen from here",
      "Back it up by its own means, and copy NADIR_HOME.",
    );
  const { backup } = checks;
  const make = "Make one: below, or nadir backup FOLDER, while people work; best every night, on another disk.";
  if (!backup) return lacks(what, "none was made", make);
  const megabytes = (number(backup, "bytes") / 1e6).toFixed(1);
  const made = `made on ${moment(backup.at)}, ${number(backup, "files")} files, ${megabytes} MB`;
  const head = (check: InstallationCheck) => String(check.document["auditHead"] ?? "");
  const proofOf = (kind: "backup-check" | "backup-restore") => {
    const proof = checks[kind];
    return proof && head(proof) === head(backup) && proof.at >= backup.at ? proof : undefined;
  };
  const [compared, restored] = [proofOf("backup-check"), proofOf("backup-restore")];
  if (compared?.ok === false)
    return lacks(what, `${made}; its files are not what was copied (${moment(compared.at)})`, "Take another backup.");
  if (restored?.ok === false)
    return lacks(
      what,
      `${made}; it did not hold when it was restored on trial (${moment(restored.at)})`,
      "Verify the log of this installation (the page Audit), and take another backup.",
    );
  const proofs = [
    compared ? `compared on ${moment(compared.at)}` : "not compared since",
    restored ? `restored on trial on ${moment(restored.at)}` : "not restored on trial",
  ];
  const found = `${made}; ${proofs.join(", ")}`;
  if (isOld(backup, "backup", now))
    return note(what, `older than ${OLD_DAYS.backup} days: ${found}`, "Make another: below, or nadir backup FOLDER.");
  // A restore compares every file before it copies one.
  return compared || restored
    ? well(what, found)
    : note(
        what,
        found,
        "nadir backup FOLDER --check --try-restore proves it; one that is made below is proved at once.",
      );
}
