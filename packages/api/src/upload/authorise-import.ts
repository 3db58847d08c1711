import { asPerson, asSystem, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { parse } from "yaml";
import { type Membership, membershipsOf, notAllowed, permissionsOfRoles } from "../identity/index.ts";
import { filesOfListing } from "./upload.ts";

/**
 * May this person import these files? Into a trial of theirs: who may import there. A trial that does not exist yet:
 * who administers another. A manifest that names no trial may be checked by whoever may import anywhere: it cannot be
 * written. Answers with the trial's id where it exists. Refuses `NOT_ALLOWED`, and `NEW_TRIAL_NOT_ALLOWED` for a
 * trial that only an administrator may make.
 */
export async function authoriseImport(
  { db, store }: { db: Database; store: ObjectStore },
  personId: string,
  listingHash: string,
): Promise<string | undefined> {
  const memberships = await asPerson(db, personId, (tx) => membershipsOf(tx, personId));
  const everywhere = permissionsOfRoles(memberships.map((m) => m.role));
  if (!everywhere.has("import")) notAllowed("import", everywhere);
  const key = await trialKeyOf(store, listingHash);
  if (key === undefined) return undefined;
  const trialId = await asSystem(db, "find the trial of an upload", async (tx) => {
    const [row] = await tx.sql<{ id: string }[]>`
      select id from record.trial where key = ${key} and superseded_at is null`;
    return row?.id;
  });
  if (trialId === undefined) {
    if (!everywhere.has("administer")) refuseNewTrial(key, memberships);
    return undefined;
  }
  const there = permissionsOfRoles(memberships.filter((m) => m.trialId === trialId).map((m) => m.role));
  if (!there.has("import")) notAllowed("import", there);
  return trialId;
}

/** No file is at fault: the person may import, but into trials that are there. */
function refuseNewTrial(key: string, memberships: readonly Membership[]): never {
  const open = memberships.filter((m) => permissionsOfRoles([m.role]).has("import")).map((m) => m.trialKey);
  return refuse(
    "NEW_TRIAL_NOT_ALLOWED",
    `There is no trial '${key}' yet, and a new trial is made by an administrator of another one, or by \`nadir import\` on the command line. You may import into: ${[...new Set(open)].join(", ")}. Ask an administrator to make the trial, or name one of these in trial.id.`,
    { found: key, expected: [...new Set(open)].join(", ") },
  );
}

/** The trial that the manifest names, as far as it can be read; its faults are told by the import itself. */
async function trialKeyOf(store: ObjectStore, listingHash: string): Promise<string | undefined> {
  const files = await filesOfListing(store, listingHash);
  const bytes = await files.read(files.manifestName);
  try {
    const document = parse(new TextDecoder().decode(bytes)) as { trial?: { id?: unknown } } | null;
    return typeof document?.trial?.id === "string" ? document.trial.id : undefined;
  } catch {
    return undefined;
  }
}
