import { asSystem, type Database, type Tx } from "@nadir/db";
import { type Disease, hashOf } from "@nadir/domain";

/** A small trial for tests: two arms, two sites, twelve subjects P-1 … P-12, each with baseline and two follow-ups. */
export interface PlantedTrial {
  readonly id: string;
  readonly key: string;
  readonly sites: Readonly<Record<"north" | "south", string>>;
  readonly subjects: Readonly<Record<string, string>>;
  /** Of P-1, by visit key. */
  readonly images: Readonly<Record<string, string>>;
}

const SUBJECTS = 12;
const HASH = "ab".repeat(32);

export async function plantTrial(
  db: Database,
  key = "small-trial",
  disease: Disease = "solid-tumour",
): Promise<PlantedTrial> {
  return asSystem(db, "plant a trial for a test", async (tx) => {
    const trial = {
      id: key,
      title: `Trial ${key}`,
      disease,
      tumourTypes: ["melanoma"],
      dates: { kind: "calendar" },
      criteria: [
        { id: "recist-1.1", primary: true, parameters: {} },
        { id: "irecist", primary: false, parameters: {} },
      ],
      sites: [
        { id: "north", name: "North hospital" },
        { id: "south", name: "South hospital" },
      ],
      arms: [
        { id: "a", name: "Arm A" },
        { id: "b", name: "Arm B" },
      ],
      schedule: [],
      imagingProtocol: {
        version: "1",
        images: [
          { name: "CT", modality: "CT", demands: { sliceThicknessMm: { max: 3 }, kernel: { oneOf: ["B30f"] } } },
        ],
      },
    };
    const id = await insert(tx, "record.trial", { key, title: trial.title, document: trial });
    const sites = { north: "", south: "" };
    for (const site of trial.sites)
      sites[site.id as "north"] = await insert(tx, "record.site", {
        trial_id: id,
        key: site.id,
        name: site.name,
        document: site,
      });
    const arms: Record<string, string> = {};
    for (const arm of trial.arms)
      arms[arm.id] = await insert(tx, "record.arm", { trial_id: id, key: arm.id, name: arm.name, document: arm });
    const subjects: Record<string, string> = {};
    let images: Record<string, string> = {};
    for (let n = 1; n <= SUBJECTS; n++) {
      const planted = await plantSubject(tx, { trialId: id, n, sites, arms });
      subjects[`P-${n}`] = planted.id;
      if (n === 1) images = planted.images;
    }
    return { id, key, sites, subjects, images };
  });
}

interface Places {
  readonly trialId: string;
  readonly n: number;
  readonly sites: Readonly<Record<string, string>>;
  readonly arms: Readonly<Record<string, string>>;
}

async function plantSubject(tx: Tx, { trialId, n, sites, arms }: Places) {
  const site = n % 2 === 0 ? "south" : "north";
  const arm = n <= 6 ? "a" : "b";
  const siteId = sites[site]!;
  const key = `P-${n}`;
  const document = { key, site, arm, treatmentStart: "2024-01-10", sex: "female", ageYears: 40 + n };
  const id = await insert(tx, "record.subject", {
    trial_id: trialId,
    site_id: siteId,
    arm_id: arms[arm],
    key,
    treatment_start: "2024-01-10",
    sex: "female",
    age_years: 40 + n,
    document,
  });
  const of = { trial_id: trialId, site_id: siteId, subject_id: id };
  const lesion = {
    subject: key,
    id: "T1",
    role: "target",
    organ: "lung",
    node: false,
    irradiated: false,
    injected: false,
  };
  const lesionId = await insert(tx, "record.lesion", {
    ...of,
    key: "T1",
    role: "target",
    organ: "lung",
    document: lesion,
  });
  const images: Record<string, string> = {};
  for (const [visit, date, mm] of [
    ["BL", "2024-01-01", 50],
    ["FU1", "2024-03-01", 50 - n],
    ["FU2", "2024-05-01", 40 + n],
  ] as const) {
    const scan = await insertScan(tx, of, { subject: key, visit, date });
    await insert(tx, "record.measurement", {
      ...of,
      visit_id: scan.visitId,
      lesion_id: lesionId,
      reader: "import",
      method: "entered",
      longest_mm: mm,
      document: { subject: key, visit, lesion: "T1", reader: "import", method: "entered", longestMm: mm },
    });
    images[visit] = scan.imageId;
  }
  // P-2 and P-12, whose progression awaits its confirming scan, are alive.
  if (n !== 2 && n !== 12)
    await insert(tx, "record.follow_up", { ...of, death_on: "2024-12-01", document: { deathOn: "2024-12-01" } });
  await insert(tx, "record.treatment", {
    ...of,
    key: "drug",
    kind: "drug",
    name: "pembrolizumab",
    start_on: "2024-01-10",
    document: {
      subject: key,
      id: "drug",
      kind: "drug",
      name: "pembrolizumab",
      start: "2024-01-10",
      lesionsInField: [],
    },
  });
  await tx.sql`insert into derived.assessment ${tx.sql({
    ...of,
    criterion: "recist-1.1",
    input_hash: hashOf(n),
    engine: "test",
    outcome: tx.sql.json(outcomeOf(n) as never),
    best_overall: n <= 4 ? "PR" : "SD",
    last_overall: n === 1 ? "PD" : "SD",
    progression_date: n === 1 ? "2024-05-01" : null,
  } as never)}`;
  return { id, images };
}

interface Of {
  readonly trial_id: string;
  readonly site_id: string;
  readonly subject_id: string;
}
interface PlantedScan {
  readonly subject: string;
  readonly visit: string;
  readonly date: string;
}

/** A visit and its CT. */
async function insertScan(
  tx: Tx,
  of: Of,
  { subject, visit, date }: PlantedScan,
): Promise<{ visitId: string; imageId: string }> {
  const role = visit === "BL" ? "baseline" : "follow-up";
  const visitId = await insert(tx, "record.visit", {
    ...of,
    key: visit,
    date,
    role,
    document: { subject, id: visit, date, role, unscheduledForSymptoms: false, simulated: false },
  });
  const imageId = await insert(tx, "record.image", {
    ...of,
    visit_id: visitId,
    key: "ct",
    modality: "CT",
    description: "CT",
    unit: "HU",
    object_hash: HASH,
    geometry: {},
    document: {
      subject,
      visit,
      id: "ct",
      file: "images/ct.nii.gz",
      modality: "CT",
      description: "CT",
      unit: "HU",
      simulated: false,
      sliceThicknessMm: visit === "FU2" ? 5 : 3,
      kernel: "B30f",
    },
  });
  return { visitId, imageId };
}

/** Another scan of a planted subject, that came in after the others. */
export async function plantScan(db: Database, trial: PlantedTrial, scan: PlantedScan): Promise<void> {
  await asSystem(db, "plant a scan for a test", async (tx) => {
    const [of] = await tx.sql<
      [Of]
    >`select trial_id, site_id, id as subject_id from record.subject where id = ${trial.subjects[scan.subject]!}`;
    await insertScan(tx, of, scan);
  });
}

const outcomeOf = (n: number) => ({
  criterion: "recist-1.1",
  visits: {
    FU1: {
      date: "2024-03-01",
      overall: n <= 4 ? "PR" : "SD",
      target: "SD",
      nonTarget: "NA",
      newLesions: false,
      size: {
        unit: "mm",
        value: 50 - n,
        baseline: 50,
        nadir: 50,
        nadirVisit: "BL",
        percentFromBaseline: -2 * n,
        percentFromNadir: -2 * n,
      },
      trace: [
        { id: "recist-1.1.target-sd", text: "neither", figures: { sumMm: 50 - n }, citation: "§4.3.1", reading: null },
      ],
      somethingInternal: "must not leave the server",
    },
  },
  visitOrder: ["FU1"],
  baselineVisit: "BL",
  bestOverall: { unconfirmed: "PR", confirmed: "SD" },
  progressionDate: null,
  progressionConfirmed: null,
  episodes:
    n === 2
      ? [{ visit: "FU1", date: "2024-03-01", label: "iUPD", resolution: "open", settledAt: null, settledAs: null }]
      : [],
  pfs: { status: "censored", date: "2024-05-01" },
  durationOfResponse: null,
  issues: [],
});

async function insert(tx: Tx, table: string, row: Record<string, unknown>): Promise<string> {
  const values: Record<string, unknown> = { ...row, content_hash: hashOf(row["document"]) };
  for (const name of ["document", "geometry"])
    if (values[name] !== undefined) values[name] = tx.sql.json(values[name] as never);
  const [made] = await tx.sql<{ id: string }[]>`insert into ${tx.sql(table)} ${tx.sql(values as never)} returning id`;
  return made!.id;
}

/** Makes a person with a role in the trial; `siteId` limits them to one site. */
export async function plantPerson(
  db: Database,
  trialId: string,
  role: string,
  siteId: string | null = null,
  id: string = role,
): Promise<string> {
  await asSystem(db, "plant a person for a test", async (tx) => {
    await tx.sql`insert into identity."user" (id, name, email) values (${id}, ${`Test ${id}`}, ${`${id}@test.example`})
      on conflict (id) do nothing`;
    await tx.sql`insert into identity.membership (user_id, trial_id, site_id, role)
      values (${id}, ${trialId}, ${siteId}, ${role})`;
  });
  return id;
}
