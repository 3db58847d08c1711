import { hashOf } from "@nadir/domain";
import { asSystem, type Database, type Tx } from "../index.ts";

/** A small trial for the tests of this package: two sites, two arms, and per subject a course that goes past week 8. */
export interface PlantedTrial {
  readonly trialId: string;
  readonly siteIds: readonly [string, string];
  readonly subjects: readonly PlantedSubject[];
}

export interface PlantedSubject {
  readonly id: string;
  readonly key: string;
  readonly siteId: string;
  readonly visitIds: readonly [string, string, string];
  readonly lesionIds: readonly [string, string];
}

/** Baseline, first on-treatment scan (the index day of sealed subjects), and one after it. */
export const VISIT_DAYS = ["2024-01-01", "2024-02-26", "2024-04-22"] as const;

export async function insertOne(tx: Tx, table: string, columns: Record<string, unknown>): Promise<string> {
  const { sql } = tx;
  const [row] = await sql<[{ id: string }]>`
    insert into ${sql(table)} ${sql(columns as Record<string, string>)} returning id`;
  return row.id;
}

/** A record row with its document and hash. */
export const recorded = (tx: Tx, table: string, columns: Record<string, unknown>, document: object = {}) =>
  insertOne(tx, `record.${table}`, {
    ...columns,
    document: tx.sql.json(document as never),
    content_hash: hashOf(document),
  });

export async function addPerson(db: Database, id: string): Promise<string> {
  await db.sql`insert into identity."user" (id, name, email) values (${id}, ${id}, ${`${id}@example.org`}) on conflict do nothing`;
  return id;
}

export async function addMember(
  db: Database,
  personId: string,
  trialId: string,
  role: string,
  siteId: string | null = null,
): Promise<void> {
  await addPerson(db, personId);
  await asSystem(db, "plant a membership", async ({ sql }) => {
    await sql`insert into identity.membership (user_id, trial_id, site_id, role) values (${personId}, ${trialId}, ${siteId}, ${role})`;
  });
}

/** Plants a trial; the first half of the subjects at the first site, the second half at the second. */
export async function plantTrial(db: Database, key: string, subjectsPerSite = 2): Promise<PlantedTrial> {
  return asSystem(db, `plant ${key}`, async (tx) => {
    const trialId = await recorded(tx, "trial", { key, title: key }, { id: key });
    const site = (name: string) => recorded(tx, "site", { trial_id: trialId, key: name, name }, { id: name, name });
    const siteIds = [await site("north"), await site("south")] as const;
    const armId = await recorded(tx, "arm", { trial_id: trialId, key: "a", name: "A" }, { id: "a", name: "A" });
    const subjects: PlantedSubject[] = [];
    for (const [s, siteId] of siteIds.entries())
      for (let i = 1; i <= subjectsPerSite; i++)
        subjects.push(await plantSubject(tx, { trialId, siteId, armId, key: `${s === 0 ? "n" : "s"}-${i}` }));
    return { trialId, siteIds, subjects };
  });
}

async function plantSubject(
  tx: Tx,
  o: { trialId: string; siteId: string; armId: string; key: string },
): Promise<PlantedSubject> {
  const place = { trial_id: o.trialId, site_id: o.siteId };
  const id = await recorded(
    tx,
    "subject",
    { ...place, arm_id: o.armId, key: o.key, treatment_start: VISIT_DAYS[0], sex: "female" },
    { key: o.key, sex: "female" },
  );
  const of = { ...place, subject_id: id };
  const visit = (n: 0 | 1 | 2) =>
    recorded(
      tx,
      "visit",
      { ...of, key: `v${n}`, date: VISIT_DAYS[n], role: n === 0 ? "baseline" : "follow-up" },
      { id: `v${n}` },
    );
  const visitIds = [await visit(0), await visit(1), await visit(2)] as const;
  const lesion = (key: string, role: string) =>
    recorded(tx, "lesion", { ...of, key, role, organ: "lung" }, { id: key, role, organ: "lung" });
  // The new lesion is first measured at the last visit.
  const lesionIds = [await lesion("t1", "target"), await lesion("n1", "new")] as const;
  const measured = (v: number, l: number, mm: number) =>
    recorded(
      tx,
      "measurement",
      { ...of, visit_id: visitIds[v], lesion_id: lesionIds[l], reader: "r1", method: "entered", longest_mm: mm },
      { longestMm: mm, visit: `v${v}` },
    );
  await measured(0, 0, 20);
  await measured(1, 0, 25.4);
  await measured(2, 0, 31.7);
  await measured(2, 1, 9.1);
  await recorded(tx, "follow_up", { ...of, death_on: "2024-09-09" }, { deathOn: "2024-09-09" });
  await recorded(
    tx,
    "treatment",
    { ...of, key: "d1", kind: "drug", name: "early", start_on: VISIT_DAYS[0], end_on: "2024-05-01" },
    { id: "d1", end: "2024-05-01" },
  );
  await recorded(
    tx,
    "treatment",
    { ...of, key: "d2", kind: "drug", name: "late", start_on: "2024-05-02" },
    { id: "d2" },
  );
  await recorded(
    tx,
    "adverse_event",
    { ...of, key: "ae1", term: "rash", grade: 1, start_on: "2024-01-20" },
    { id: "ae1" },
  );
  await recorded(
    tx,
    "adverse_event",
    { ...of, key: "ae2", term: "colitis", grade: 4, start_on: "2024-03-20" },
    { id: "ae2" },
  );
  for (const [n, date] of VISIT_DAYS.entries()) {
    await recorded(tx, "observation", { ...of, date, code: "LDH", value: 200 + n }, { n });
    await recorded(tx, "biomarker", { ...of, date, code: "ctDNA", value: 1 + n }, { n });
    await recorded(
      tx,
      "non_target_assessment",
      { ...of, visit_id: visitIds[n], reader: "r1", status: "present" },
      { n },
    );
    await recorded(tx, "vasari_reading", { ...of, visit_id: visitIds[n], reader: "r1", state: "draft" }, { f4: 3, n });
    await recorded(
      tx,
      "lesion_reading",
      { ...of, visit_id: visitIds[n], lesion_id: lesionIds[0], form: "semantic", reader: "r1", state: "draft" },
      { shape: "round", n },
    );
    const image = await recorded(
      tx,
      "image",
      {
        ...of,
        visit_id: visitIds[n],
        key: "ct",
        modality: "CT",
        description: "CT",
        unit: "HU",
        object_hash: hashOf([id, n]),
        geometry: tx.sql.json({}),
      },
      { n },
    );
    const mask = await recorded(
      tx,
      "mask",
      {
        ...of,
        image_id: image,
        lesion_id: lesionIds[0],
        label: 1,
        object_hash: hashOf([id, n, "m"]),
        author_kind: "import",
        author: "import",
      },
      { n },
    );
    await insertOne(tx, "derived.feature_vector", {
      ...of,
      key_hash: hashOf([id, n, "v"]),
      image_id: image,
      mask_id: mask,
      visit_id: visitIds[n],
      lesion_id: lesionIds[0],
      config_hash: hashOf(0),
      engine: "1",
      values: tx.sql.json({}),
      provenance: tx.sql.json({}),
    });
    await insertOne(tx, "derived.flag", {
      ...of,
      definition: `d${n}`,
      result: "yes",
      date,
      evidence: tx.sql.json({}),
      input_hash: hashOf(n),
    });
  }
  await recorded(tx, "biomarker", { ...of, code: "PD-L1", value: 50 }, { pdl1: 50 });
  for (const n of [1, 2])
    await insertOne(tx, "derived.feature_delta", {
      ...of,
      lesion_id: lesionIds[0],
      modality: "CT",
      description: "CT",
      from_visit_id: visitIds[0],
      to_visit_id: visitIds[n],
      config_hash: hashOf(0),
      input_hash: hashOf(n),
      values: tx.sql.json({}),
    });
  await insertOne(tx, "derived.assessment", {
    ...of,
    criterion: "recist-1.1",
    input_hash: hashOf(1),
    engine: "1",
    outcome: tx.sql.json({}),
    best_overall: "PD",
  });
  return { id, key: o.key, siteId: o.siteId, visitIds, lesionIds };
}
