import { asPerson, type Database, type Tx } from "@nadir/db";
import { canonicalJson, type ProtocolDocument, protocolHash, readProtocol, refuse, stateAfter } from "@nadir/domain";
import { requirePermission } from "../identity/permissions.ts";
import { logRefusal } from "./log-refusal.ts";
import { readProtocolRow, requireState, writeDocument } from "./protocol-row.ts";

/**
 * Stores a new draft. The trial and its sealed test set must exist and be visible to the person; the plan must be whole.
 * Idempotent by family and version: the same plan again gives the same draft; `isSame` is false where another text stands
 * under that name, which is left as it is. Refuses `FAMILY_TAKEN` where that protocol is not this person's to see.
 */
export async function createDraft(
  db: Database,
  { personId, plan }: { readonly personId: string; readonly plan: unknown },
): Promise<{ protocolId: string; created: boolean; isSame: boolean }> {
  const document = readProtocol(plan);
  const { frozen: _, ...written } = document;
  return asPerson(db, personId, async (tx) => {
    const { sql } = tx;
    const { trialId, testSetId } = await placesOf(tx, personId, document);
    const canonical = canonicalJson(written);
    const [existing] = await sql<{ id: string; canonical: string }[]>`
      select id, canonical from validation.protocol
       where family = ${document.identity.family} and version = ${document.identity.version}`;
    if (existing) {
      const { frozen: _frozen, ...stored } = readProtocol(JSON.parse(existing.canonical));
      return { protocolId: existing.id, created: false, isSame: canonicalJson(stored) === canonical };
    }
    if (document.identity.version !== 1)
      return refuse(
        "AMENDMENT_MISSING",
        `Version ${document.identity.version} of ${document.identity.family} amends the version before it; give that version and the reason.`,
        { found: String(document.identity.version), expected: "1" },
      );
    const [row] = await sql<{ id: string }[]>`
      insert into validation.protocol (family, version, trial_id, test_set_id, document, canonical, canonical_hash)
      values (${document.identity.family}, ${document.identity.version}, ${trialId}, ${testSetId},
              ${canonical}::text::jsonb, ${canonical}, ${protocolHash(written)})
      on conflict on constraint protocol_version do nothing returning id`;
    if (!row) return familyTaken(document);
    return { protocolId: row.id, created: true, isSame: true };
  });
}

/** A family is one protocol's name in the whole installation: an opening is counted by it. */
export function familyTaken({ identity: { family, version } }: ProtocolDocument): never {
  return refuse(
    "FAMILY_TAKEN",
    `There is a protocol named ${family}, version ${version}, already, with another text. Nothing was stored: edit that one, or give this one another name under Identity › Family.`,
    { where: { path: "identity.family" }, found: family },
  );
}

/**
 * Rewrites a draft. Family, version and trial stay; what was signed before no longer signs this text. `seen` is the hash of
 * the text that the person began from, where they had it before them: refuses `VERSION_STALE` where it is another one by now.
 */
export async function editDraft(
  db: Database,
  {
    personId,
    protocolId,
    plan,
    seen,
  }: {
    readonly personId: string;
    readonly protocolId: string;
    readonly plan: unknown;
    readonly seen?: string | undefined;
  },
): Promise<{ documentHash: string }> {
  return logRefusal(db, { personId, protocolId, act: "edit" }, async () => {
    const { frozen: _, ...document } = readProtocol(plan);
    return asPerson(db, personId, async (tx) => {
      const row = await readProtocolRow(tx, protocolId);
      requireState(row, "draft", "change its text");
      if (seen !== undefined && seen !== row.canonicalHash)
        refuse(
          "VERSION_STALE",
          "The text of this protocol was changed or prepared since you opened it here. Nothing was saved. What you wrote is kept in this tab: reload the page, and it says where the text as it stands now differs.",
          { found: row.canonicalHash, expected: seen },
        );
      const { trialId, testSetId } = await placesOf(tx, personId, document);
      if (
        document.identity.family !== row.family ||
        document.identity.version !== row.version ||
        trialId !== row.trialId
      )
        refuse(
          "PROTOCOL_IDENTITY",
          "A draft keeps its family, version and trial; write another protocol for another.",
          {
            found: `${document.identity.family} version ${document.identity.version}`,
            expected: `${row.family} version ${row.version}`,
          },
        );
      await tx.sql`update validation.protocol set test_set_id = ${testSetId} where id = ${protocolId}`;
      await writeDocument(tx, protocolId, document);
      return { documentHash: protocolHash(document) };
    });
  });
}

/**
 * Writes the next version of a protocol that has not been opened, with the reason; the version before steps aside as
 * `amended` and both stay to be seen. The new one is a draft: it is locked anew, with signatures. Refuses
 * `ALREADY_OPENED` after an opening, whose result stays.
 */
export async function amendProtocol(
  db: Database,
  {
    personId,
    protocolId,
    plan,
    reason,
  }: { readonly personId: string; readonly protocolId: string; readonly plan: unknown; readonly reason: string },
): Promise<{ protocolId: string; version: number }> {
  return logRefusal(db, { personId, protocolId, act: "amendment" }, async () => {
    if (reason.trim() === "") refuse("REASON_MISSING", "An amendment has a reason; say it in a sentence.");
    const { frozen: _, ...document } = readProtocol(plan);
    return asPerson(db, personId, async (tx) => {
      const row = await readProtocolRow(tx, protocolId);
      const { trialId, testSetId } = await placesOf(tx, personId, document);
      if (stateAfter(row.state, "amend") === null)
        refuse(
          row.state === "void" || row.state === "amended" ? "NOT_LOCKED" : "ALREADY_OPENED",
          `Version ${row.version} is ${row.state}; its result stays, and it has no next version.`,
          { found: row.state, expected: "draft, locked or predicted" },
        );
      const version = row.version + 1;
      if (document.identity.family !== row.family || document.identity.version !== version || trialId !== row.trialId)
        refuse("PROTOCOL_IDENTITY", `An amendment of ${row.family} is its version ${version}, on the same trial.`, {
          found: `${document.identity.family} version ${document.identity.version}`,
          expected: `${row.family} version ${version}`,
        });
      const canonical = canonicalJson(document);
      const [created] = await tx.sql<{ id: string }[]>`
        insert into validation.protocol (family, version, parent_id, reason, trial_id, test_set_id, document, canonical, canonical_hash)
        values (${row.family}, ${version}, ${protocolId}, ${reason}, ${trialId}, ${testSetId},
                ${canonical}::text::jsonb, ${canonical}, ${protocolHash(document)})
        returning id`;
      await tx.sql`update validation.protocol set state = 'amended' where id = ${protocolId}`;
      return { protocolId: created!.id, version };
    });
  });
}

/** The trial and the sealed test set that a plan names, for whom may write protocols there. */
async function placesOf(
  tx: Tx,
  personId: string,
  document: ProtocolDocument,
): Promise<{ trialId: string; testSetId: string }> {
  const { sql } = tx;
  const [trial] = await sql<{ id: string }[]>`
    select id from record.trial where key = ${document.identity.study} and superseded_at is null`;
  if (!trial)
    return refuse(
      "TRIAL_UNKNOWN",
      `The plan names the trial ${document.identity.study}; this person sees none of that key.`,
      {
        found: document.identity.study,
      },
    );
  await requirePermission(tx, personId, trial.id, "write-protocol");
  const [testSet] = await sql<{ id: string }[]>`
    select id from sealed.test_set where trial_id = ${trial.id} and key = ${document.split.testSet}`;
  if (!testSet)
    return refuse(
      "TEST_SET_NOT_SEALED",
      `The plan names the test set ${document.split.testSet}; the trial ${document.identity.study} has no sealed set of that key.`,
      { found: document.split.testSet },
    );
  return { trialId: trial.id, testSetId: testSet.id };
}
