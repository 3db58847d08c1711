import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fhirExport } from "../fhir/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { drawFor, readStrata, setUpPlan, signPlan, simulateOnRecord } from "../strata/index.ts";
import { type SdtmExport, sdtmExport } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await asSystem(test.db, "seal a subject for a test", async ({ sql }) => {
    const [set] = await sql<{ id: string }[]>`
      insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
      values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
    await sql`insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
      values (${set!.id}, ${trial.id}, ${trial.sites.south}, ${trial.subjects["P-2"]!}, '2024-03-01')`;
  });
});
afterAll(() => test.close());

/** The rows of one table, by column; no cell of these tables has a comma. */
function table({ files }: SdtmExport, name: string): Record<string, string>[] {
  const [head, ...lines] = files
    .find((file) => file.name === name)!
    .text.trim()
    .split("\n");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(head!.split(",").map((column, i) => [column, cells[i]!]));
  });
}
const of = (made: SdtmExport, name: string, subject: string) =>
  table(made, name).filter((row) => row["USUBJID"] === `small-trial-${subject}`);

/** Another reader's longest diameters of T1 at the three visits of a subject. */
async function measure(subject: string, reader: string, millimetres: readonly number[], signed: boolean) {
  await test.admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const visits = await sql<{ id: string; key: string; site: string; lesion: string }[]>`
      select v.id, v.key, v.site_id as site, l.id as lesion from record.visit v
        join record.lesion l on l.subject_id = v.subject_id where v.subject_id = ${trial.subjects[subject]!} order by v.date`;
    for (const [i, { id, key, site, lesion }] of visits.entries()) {
      const document = { subject, visit: key, lesion: "T1", reader, method: "entered", longestMm: millimetres[i]! };
      const place = { trial_id: trial.id, site_id: site, subject_id: trial.subjects[subject]!, visit_id: id };
      await sql`insert into record.measurement ${sql({
        ...place,
        lesion_id: lesion,
        reader,
        method: "entered",
        longest_mm: millimetres[i]!,
        document: sql.json(document),
        content_hash: hashOf(document),
      } as never)}`;
      if (signed)
        await sql`insert into record.read_session ${sql({
          ...place,
          reader_role: "reader-1",
          reader,
          state: "signed",
          document: sql.json({}),
          signed_at: "2024-06-01",
          meaning: "read",
          document_hash: "ab".repeat(32),
          signature_hash: "cd".repeat(32),
        } as never)}`;
    }
  });
}

/** Switches a randomisation on in a trial and draws for P-5: the arm as the drawing person is told it. */
async function drawn({ id, key }: PlantedTrial, blinded: boolean): Promise<string | null> {
  for (const person of ["coordinator", "statistician"]) await plantPerson(test.db, id, person);
  await plantPerson(test.db, id, "statistician", null, "second");
  const { planId } = await asPerson(test.db, "statistician", (tx) =>
    setUpPlan(tx, "statistician", {
      trial: key,
      arms: [
        { name: "Arm A", ratio: 1 },
        { name: "Arm B", ratio: 1 },
      ],
      method: { kind: "permuted-blocks", lengths: [2, 4] },
      blinded,
      withRule: false,
    }),
  );
  await simulateOnRecord(test.db, "statistician", planId, { subjects: 40, runs: 20, seed: 3 });
  const { plans } = await asPerson(test.db, "statistician", (tx) => readStrata(tx, "statistician", key));
  const seen = plans.find((plan) => plan.id === planId)!.hash;
  const yes = async () => true;
  await signPlan(test.db, "statistician", { planId, meaning: "set up", seen, reason: null }, yes);
  await signPlan(test.db, "second", { planId, meaning: "approved for use", seen, reason: null }, yes);
  return (await drawFor(test.db, "coordinator", { trial: key, subject: "P-5", stratum: "all", eligible: true })).arm;
}

describe("a trial as SDTM", () => {
  it("has nobody of a sealed set, in any file, and counts who was left out", async () => {
    const made = await sdtmExport(test.db, "small-trial");
    expect(made.files.map(({ name }) => name)).toEqual(["dm.csv", "tu.csv", "tr.csv", "rs.csv", "define.json"]);
    expect(table(made, "dm.csv")).toHaveLength(11);
    for (const { name, text } of made.files) expect(text, name).not.toMatch(/\bP-2\b/);
    expect(made.summary).toMatchObject({ leftOut: { sealed: 1 }, notJudged: [], records: { DM: 11, TU: 11 } });
  });

  it("has a subject's record and the engine's outcome of it: 50, 49, 41 mm", async () => {
    const made = await sdtmExport(test.db, "small-trial");
    expect(of(made, "dm.csv", "P-1")[0]).toMatchObject({
      SUBJID: "P-1",
      RFSTDTC: "2024-01-10",
      DTHDTC: "2024-12-01",
      DTHFL: "Y",
      SITEID: "north",
      AGE: "41",
      AGEU: "YEARS",
      SEX: "F",
      ARMCD: "a",
      ARM: "Arm A",
    });
    const results = of(made, "tr.csv", "P-1");
    expect(results.filter((r) => r["TRTESTCD"] === "LDIAM").map((r) => [r["VISIT"], r["TRSTRESN"]])).toEqual([
      ["BL", "50"],
      ["FU1", "49"],
      ["FU2", "41"],
    ]);
    // 100 × (41 − 50) / 50 = −18, of both criteria of the trial.
    const changes = results.filter((r) => r["TRTESTCD"] === "PCBSD" && r["VISIT"] === "FU2");
    expect(changes.map((r) => [r["TRCAT"], r["TRSTRESN"]])).toEqual([
      ["RECIST 1.1", "-18"],
      ["iRECIST", "-18"],
    ]);
    const overall = of(made, "rs.csv", "P-1").filter((r) => r["RSTESTCD"] === "OVRLRESP");
    expect(overall.map((r) => [r["RSCAT"], r["VISIT"], r["RSSTRESC"]])).toEqual([
      ["RECIST 1.1", "FU1", "SD"],
      ["RECIST 1.1", "FU2", "SD"],
      ["iRECIST", "FU1", "iSD"],
      ["iRECIST", "FU2", "iSD"],
    ]);
  });

  it("names every column that it writes, and says what it does not claim", async () => {
    const made = await sdtmExport(test.db, "small-trial");
    const define = JSON.parse(made.files.at(-1)!.text);
    expect(define).toMatchObject({ schema: "nadir.sdtm/1", study: { id: "small-trial" } });
    for (const { file, columns, records } of define.datasets) {
      const rows = table(made, file);
      expect([file, Object.keys(rows[0]!), rows.length]).toEqual([
        file,
        columns.map((column: { name: string }) => column.name),
        records,
      ]);
    }
    expect(made.summary.mind.join(" ")).toMatch(/own: pseudonyms stay.*No conformance check/);
  });

  it("says who evaluated only where the record knows it", async () => {
    await measure("P-3", "Investigator", [60, 60, 60], false);
    await measure("P-4", "anna", [80, 80, 80], true);
    const made = await sdtmExport(test.db, "small-trial");
    const whose = (subject: string) =>
      [...new Set(of(made, "tr.csv", subject).map((row) => row["TREVAL"]))].concat(
        of(made, "tr.csv", subject)[0]!["TRSTRESN"]!,
      );
    expect(whose("P-1")).toEqual(["", "50"]);
    expect(whose("P-3")).toEqual(["INVESTIGATOR", "60"]);
    // Signed in the portal: blinded, but independent of the site or not is not on record.
    expect(whose("P-4")).toEqual(["", "80"]);
    expect(of(made, "rs.csv", "P-3")[0]!["RSEVAL"]).toBe("INVESTIGATOR");
  });

  it("gives the arm that a randomisation drew once it was told, and none of a blinded one, whatever the record says", async () => {
    const told = await drawn(await plantTrial(test.db, "open-trial"), false);
    expect(told).toMatch(/^Arm [AB]$/);
    const open = await sdtmExport(test.db, "open-trial");
    const row = table(open, "dm.csv").find(({ SUBJID }) => SUBJID === "P-5");
    expect(row).toMatchObject({ ARM: told, ARMCD: told === "Arm A" ? "a" : "b" });
    expect(open.summary.armsNotTold).toBe(0);

    expect(await drawn(trial, true)).toBeNull();
    const made = await sdtmExport(test.db, "small-trial");
    expect(of(made, "dm.csv", "P-5")[0]).toMatchObject({ ARMCD: "", ARM: "" });
    expect(of(made, "dm.csv", "P-6")[0]).toMatchObject({ ARMCD: "a", ARM: "Arm A" });
    expect(made.summary.armsNotTold).toBe(1);
    // The same arms in FHIR.
    const { files, summary } = await fhirExport(test.db, "small-trial");
    const subjects = files.find(({ type }) => type === "ResearchSubject")!.lines;
    const without = subjects.filter((line) => !("assignedArm" in JSON.parse(line)));
    expect([without.length, summary.armsNotTold]).toEqual([1, 1]);
    expect(without[0]).toContain('"P-5"');
  });

  it("says how many visits are simulated, since the tables cannot", async () => {
    expect((await sdtmExport(test.db, "small-trial")).summary.simulatedVisits).toBe(0);
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update record.visit set document = jsonb_set(document, '{simulated}', 'true')
        where subject_id = ${trial.subjects["P-7"]!} and key <> 'BL'`;
    });
    const { summary } = await sdtmExport(test.db, "small-trial");
    expect(summary.simulatedVisits).toBe(2);
    expect(summary.mind[0]).toMatch(/^2 visits are simulated and of no patient/);
  });

  it("refuses a trial that there is not", async () => {
    await expect(sdtmExport(test.db, "none")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
  });
});
