import { asSystem, createTestSet, type Database, newKeyHalves, putMembers, type Tx } from "@nadir/db";
import { hashOf } from "@nadir/domain";
import { FEATURE_ENGINE } from "../../compute/compute-features.ts";
import type { PlantedTrial } from "../../read/testing/plant-trial.ts";

const OBJECT = "ab".repeat(32);
const CONFIG = "c".repeat(64);
/** Of the twelve subjects of the planted trial the last two, whose figures say the contrary of the others'. */
export const SEALED = ["P-11", "P-12"] as const;

/**
 * Features and markers for `plantTrial`. Of subject P-n: the feature `planted` is n at baseline and changes by -n/10, `noise` is
 * 7n mod 11; TMB is n², IDH is mutant up to P-5, CD3 and CD8 percentiles are all 9n, PD-L1 is measured by two clones. The
 * sealed two have values that would spoil every order. P-1 has a second, smaller lesion.
 */
export async function plantMolecular(db: Database, trial: PlantedTrial): Promise<void> {
  await asSystem(db, "plant features and markers for a test", async (tx) => {
    for (let n = 1; n <= 12; n++) {
      const isSealed = n > 10;
      const of = await placesOf(tx, trial.subjects[`P-${n}`]!);
      await plantVector(tx, of, of.lesion, { planted: isSealed ? -100 * n : n, noise: (7 * n) % 11, flat: 1 }, 1000);
      await plantDelta(tx, of, isSealed ? 50 * n : -n / 10);
      const marker = (code: string, rest: object, date: string | null = null) => plantMarker(tx, of, code, rest, date);
      await marker("TMB", { value: isSealed ? 9999 : n * n, unit: "mutations/Mb", assayKind: "dna-sequencing" });
      await marker("IDH", { text: n <= 5 || isSealed ? "Mutant" : " wild-type" });
      await marker("PD-L1", { value: 5 * n, unit: "%", clone: "22C3" });
      await marker("PD-L1", { value: (3 * n) % 7, unit: "%", clone: "SP142" });
      // After treatment start (10 January): not a baseline marker.
      await marker("ctDNA", { value: n }, "2024-02-01");
      for (const code of ["CD3-percentile", "CD8-percentile"])
        for (const region of ["centre", "margin"]) await marker(code, { value: Math.min(100, 9 * n), region });
    }
    const first = await placesOf(tx, trial.subjects["P-1"]!);
    const lesion = await insert(tx, "record.lesion", {
      ...first.row,
      key: "T2",
      role: "target",
      organ: "liver",
      document: { subject: "P-1", id: "T2", role: "target", organ: "liver", node: false },
    });
    await plantVector(tx, first, lesion, { planted: 100, noise: 0, flat: 1 }, 200);
  });
}

/**
 * The first scan after baseline of P-1's two lesions: there the second is the larger. T1, of 2000 mm³ at baseline, has shrunk by
 * a tenth (as `plantMolecular` has it), T2, of 400 mm³, has doubled.
 */
export async function plantLaterScan(db: Database, trial: PlantedTrial): Promise<void> {
  await asSystem(db, "plant a later scan for a test", async (tx) => {
    const of = await placesOf(tx, trial.subjects["P-1"]!);
    const [second] = await tx.sql<{ id: string }[]>`
      select id from record.lesion where subject_id = ${of.row.subject_id} and key = 'T2'`;
    await plantVector(tx, of, of.lesion, { planted: 0.9, noise: 0, flat: 1 }, 100, of.first);
    await plantVector(tx, of, second!.id, { planted: 200, noise: 0, flat: 1 }, 5000, of.first);
    await plantDelta(tx, { ...of, lesion: second!.id }, 1);
  });
}

/** Puts subjects into a sealed set. */
export async function seal(db: Database, trial: PlantedTrial, key: string, members: readonly string[]): Promise<void> {
  await asSystem(db, "seal subjects for a test", async (tx) => {
    const id = await createTestSet(
      tx,
      {
        trialId: trial.id,
        key,
        rule: { id: key, arms: [], sites: [], subjects: [...members] } as never,
        endpoints: ["os"],
        indexTime: "first-on-treatment-scan" as never,
      },
      newKeyHalves(),
    );
    const rows = await tx.sql<{ id: string; site: string }[]>`
      select id, site_id as site from record.subject where trial_id = ${trial.id} and key = any (${[...members]})`;
    await putMembers(
      tx,
      id,
      rows.map((r) => ({ subjectId: r.id, trialId: trial.id, siteId: r.site, indexDay: "2024-03-01" })),
    );
  });
}

type Places = Awaited<ReturnType<typeof placesOf>>;
async function placesOf({ sql }: Tx, subjectId: string) {
  const [row] = await sql<Record<"trial_id" | "site_id" | "subject_id", string>[]>`
    select trial_id, site_id, id as subject_id from record.subject where id = ${subjectId}`;
  const [lesion] = await sql<{ id: string }[]>`
    select id from record.lesion where subject_id = ${subjectId} and key = 'T1'`;
  const visits = await sql<{ id: string; image: string }[]>`
    select v.id, i.id as image from record.visit v join record.image i on i.visit_id = v.id
     where v.subject_id = ${subjectId} order by v.date`;
  return { row: row!, lesion: lesion!.id, baseline: visits[0]!, first: visits[1]! };
}

async function plantVector(
  tx: Tx,
  of: Places,
  lesionId: string,
  values: Readonly<Record<string, number>>,
  voxels: number,
  at: Places["baseline"] = of.baseline,
): Promise<void> {
  const of_ = { ...of.row, image_id: at.image, lesion_id: lesionId };
  const maskId = await insert(tx, "record.mask", {
    ...of_,
    label: 1,
    object_hash: OBJECT,
    author_kind: "import",
    author: "import",
    document: { file: "mask.nii", label: 1 },
  });
  await insert(tx, "derived.feature_vector", {
    ...of_,
    mask_id: maskId,
    visit_id: at.id,
    key_hash: hashOf([of.row.subject_id, lesionId, at.id]),
    config_hash: CONFIG,
    engine: FEATURE_ENGINE,
    values: { keys: Object.keys(values), values: Object.values(values), reasons: {} },
    provenance: {
      maskObject: OBJECT,
      imageObject: OBJECT,
      provenance: { labels: [1], roiVoxels: { original: voxels }, imageGrid: { spacingMm: [1, 1, 2] } },
    },
  });
}

const plantDelta = (tx: Tx, of: Places, relative: number) =>
  insert(tx, "derived.feature_delta", {
    ...of.row,
    lesion_id: of.lesion,
    modality: "CT",
    description: "CT",
    from_visit_id: of.baseline.id,
    to_visit_id: of.first.id,
    config_hash: CONFIG,
    input_hash: hashOf([of.row.subject_id, of.lesion]),
    values: { rows: [{ key: "planted", relative, absolute: 10 * relative }] },
  });

const ordinals = new Map<string, number>();
function plantMarker(tx: Tx, of: Places, code: string, rest: object, date: string | null) {
  const document = { code, ...rest };
  const place = `${of.row.subject_id} ${code}`;
  const ordinal = ordinals.get(place) ?? 0;
  ordinals.set(place, ordinal + 1);
  return insert(tx, "record.biomarker", { ...of.row, code, date, ordinal, document });
}

async function insert(tx: Tx, table: string, row: Record<string, unknown>): Promise<string> {
  const isRecord = table.startsWith("record.");
  const values: Record<string, unknown> = { ...row, ...(isRecord ? { content_hash: hashOf(row["document"]) } : {}) };
  for (const name of ["document", "values", "provenance"])
    if (values[name] !== undefined) values[name] = tx.sql.json(values[name] as never);
  const [made] = await tx.sql<{ id: string }[]>`insert into ${tx.sql(table)} ${tx.sql(values as never)} returning id`;
  return made!.id;
}
