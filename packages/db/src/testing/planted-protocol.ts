import { canonicalJson, sha256Hex } from "@nadir/domain";
import {
  asPerson,
  asSystem,
  createTestSet,
  type Database,
  type KeyHalves,
  newKeyHalves,
  putMembers,
  storeOutcomes,
  type Tx,
} from "../index.ts";
import { addMember, insertOne, type PlantedTrial, VISIT_DAYS } from "./planted-trial.ts";

/** A test set of the second site's subjects, its outcomes sealed, and people to write and sign a protocol. */
export interface PlantedSeal {
  readonly trial: PlantedTrial;
  readonly testSetId: string;
  readonly halves: KeyHalves;
  readonly sealedIds: readonly string[];
}

export const AUTHOR = "author";
export const APPROVER = "approver";

export async function plantSeal(
  db: Database,
  trial: PlantedTrial,
  { outcomes = true }: { readonly outcomes?: boolean } = {},
): Promise<PlantedSeal> {
  const halves = newKeyHalves();
  const sealed = trial.subjects.filter((s) => s.siteId === trial.siteIds[1]);
  const testSetId = await asSystem(db, "seal the south", async (tx) => {
    const id = await createTestSet(
      tx,
      {
        trialId: trial.trialId,
        key: "south",
        rule: { arms: [], sites: ["south"] },
        endpoints: ["os", "response"],
        indexTime: "first-on-treatment-scan",
      },
      halves,
    );
    await putMembers(
      tx,
      id,
      sealed.map((s) => ({ subjectId: s.id, trialId: trial.trialId, siteId: s.siteId, indexDay: VISIT_DAYS[1] })),
    );
    return id;
  });
  await addMember(db, AUTHOR, trial.trialId, "statistician");
  await addMember(db, APPROVER, trial.trialId, "statistician");
  const seal = { trial, testSetId, halves, sealedIds: sealed.map((s) => s.id) };
  if (outcomes) await sealOutcomes(db, seal);
  return seal;
}

/** Two outcomes of each sealed subject. */
export const sealOutcomes = (db: Database, { testSetId, sealedIds, halves }: PlantedSeal) =>
  asSystem(db, "the outcomes of the south", (tx) =>
    storeOutcomes(
      tx,
      testSetId,
      sealedIds.flatMap((subjectId, i) => [
        { subjectId, endpoint: "os", timeDays: 301.5 + i, event: i % 2 === 0 },
        { subjectId, endpoint: "response", value: "PD-secret" },
      ]),
      halves,
    ),
  );

export async function draftProtocol(db: Database, seal: PlantedSeal, family: string, version = 1): Promise<string> {
  const document = { family, version, primary: { metric: "auc" } };
  const canonical = canonicalJson(document);
  return asPerson(db, AUTHOR, async (tx) => {
    const id = await insertOne(tx, "validation.protocol", {
      family,
      version,
      trial_id: seal.trial.trialId,
      test_set_id: seal.testSetId,
      document: tx.sql.json(document),
      canonical,
      canonical_hash: sha256Hex(canonical),
    });
    for (const s of seal.trial.subjects)
      await assign(tx, seal, id, s, seal.sealedIds.includes(s.id) ? "test" : "training");
    return id;
  });
}

export const assign = (
  tx: Tx,
  seal: PlantedSeal,
  protocolId: string,
  subject: { id: string; siteId: string },
  set: string,
) =>
  tx.sql`insert into validation.split_assignment (protocol_id, trial_id, site_id, subject_id, "set")
         values (${protocolId}, ${seal.trial.trialId}, ${subject.siteId}, ${subject.id}, ${set})`;

export const sign = (db: Database, personId: string, protocolId: string, meaning: string, role = "statistician") =>
  asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<[{ id: string; audit_seq: number; audit_hash: string; person_id: string }]>`
      insert into validation.signature (protocol_id, trial_id, person_role, meaning, document_hash)
      select id, trial_id, ${role}, ${meaning}, canonical_hash from validation.protocol where id = ${protocolId}
      returning id, audit_seq, audit_hash, person_id`;
    return row;
  });

export const setState = (db: Database, protocolId: string, state: string, personId = AUTHOR) =>
  asPerson(db, personId, ({ sql }) => sql`update validation.protocol set state = ${state} where id = ${protocolId}`);

export async function lock(db: Database, protocolId: string): Promise<void> {
  await sign(db, AUTHOR, protocolId, "authored");
  await sign(db, APPROVER, protocolId, "approved for locking");
  await setState(db, protocolId, "locked");
}

export const predict = (db: Database, seal: PlantedSeal, protocolId: string, subjectIds: readonly string[]) =>
  asPerson(db, AUTHOR, async ({ sql }) => {
    for (const [i, id] of subjectIds.entries()) {
      const siteId = seal.trial.subjects.find((s) => s.id === id)!.siteId;
      await sql`insert into validation.prediction (protocol_id, trial_id, site_id, subject_id, value, not_computable_reason)
                values (${protocolId}, ${seal.trial.trialId}, ${siteId}, ${id}, ${i === 0 ? null : 0.25 * i}, ${i === 0 ? "no scan" : null})`;
    }
  });

/** From nothing to the state `predicted`, with the signature to open. */
export async function readyProtocol(
  db: Database,
  seal: PlantedSeal,
  family: string,
  version = 1,
): Promise<{ protocolId: string; signatureId: string }> {
  const protocolId = await draftProtocol(db, seal, family, version);
  await lock(db, protocolId);
  await predict(db, seal, protocolId, seal.sealedIds);
  await setState(db, protocolId, "predicted");
  const signature = await sign(db, AUTHOR, protocolId, "open outcomes");
  return { protocolId, signatureId: signature.id };
}
