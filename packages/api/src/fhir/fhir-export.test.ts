import { asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantTrial } from "../read/testing/plant-trial.ts";
import { type FhirExport, fhirExport } from "./index.ts";
import { faultsOf, resourcesOf } from "./testing/faults-of.ts";

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
  await clinicalRows("P-1", "north");
});
afterAll(() => test.close());

/** Blood, a drug, radiotherapy and an immune-related event of a subject. */
async function clinicalRows(subject: string, site: "north" | "south"): Promise<void> {
  const place = { trial_id: trial.id, site_id: trial.sites[site], subject_id: trial.subjects[subject]! };
  await asSystem(test.db, "clinical rows for a test", async ({ sql }) => {
    const put = (table: string, document: object, columns: object) =>
      sql`insert into record.${sql(table)} ${sql({
        ...place,
        ...columns,
        document: sql.json(document as never),
        content_hash: hashOf(document),
      } as never)}`;
    const blood = { subject, date: "2024-02-01", code: "LDH", value: 310, unit: "U/L", referenceHigh: 250 };
    await put("observation", blood, { date: blood.date, code: "LDH", value: 310, unit: "U/L" });
    const drug = { subject, id: "A_1", kind: "drug", name: "nivolumab", code: "ATC L01FF01", start: "2024-01-10" };
    const field = { subject, id: "R1", kind: "radiotherapy", name: "SBRT", start: "2024-04-01", end: "2024-04-05" };
    for (const [more, one] of [
      [{ dose: 240, doseUnit: "mg", lesionsInField: [] }, drug],
      [{ dose: 30, doseUnit: "Gy", fractions: 3, lesionsInField: ["T1"] }, field],
    ] as const)
      await put("treatment", { ...one, ...more }, { key: one.id, kind: one.kind, name: one.name, start_on: one.start });
    const event = { subject, id: "E1", term: "Pneumonitis", grade: 3, start: "2024-05-01", end: "2024-06-01" };
    const whole = { ...event, immuneRelated: true, serious: true, action: "interrupted", steroids: true };
    await put("adverse_event", whole, { key: "E1", term: event.term, grade: 3, start_on: event.start });
  });
}

const ofPatient = (made: FhirExport, key: string) => {
  const all = resourcesOf(made);
  const patient = all.find(
    (r) => r["resourceType"] === "Patient" && JSON.stringify(r["identifier"]).includes(`"${key}"`),
  );
  const own = `Patient/${patient!["id"]}`;
  return all.filter((r) => r === patient || JSON.stringify(r).includes(`"${own}"`));
};
const text = (made: FhirExport) => made.files.flatMap(({ lines }) => lines).join("\n");
const word = (one: Record<string, unknown>) => (one["code"] as { text: string }).text;

describe("a trial as FHIR R4", () => {
  it("holds what R4's schema and tables ask, and every reference leads to a resource of the export", async () => {
    const made = await fhirExport(test.db, "small-trial");
    expect(faultsOf(made)).toEqual([]);
    expect(made.summary).toMatchObject({
      fhirVersion: "4.0.1",
      notJudged: [],
      resources: { Patient: 11, ResearchSubject: 11, ResearchStudy: 1, Organization: 2, Encounter: 33 },
    });
  });

  it("has nobody of a sealed set, in any file, and counts who was left out", async () => {
    const made = await fhirExport(test.db, "small-trial");
    expect(made.summary.leftOut).toEqual({ sealed: 1 });
    expect(text(made)).toContain('"P-3"');
    expect(text(made)).not.toMatch(/\bP-2\b/);
  });

  it("gives the same bytes twice, and nothing of a name", async () => {
    const [one, two] = [await fhirExport(test.db, "small-trial"), await fhirExport(test.db, "small-trial")];
    expect(two).toEqual(one);
    expect(resourcesOf(one).filter((r) => r["resourceType"] === "Patient" && "name" in r)).toEqual([]);
  });

  it("has a subject's record and the engine's outcome of it: 50, 49, 41 mm", async () => {
    const own = ofPatient(await fhirExport(test.db, "small-trial"), "P-1");
    expect(own.find((r) => r["resourceType"] === "Patient")).toMatchObject({
      gender: "female",
      deceasedDateTime: "2024-12-01",
    });
    expect(own.find((r) => r["resourceType"] === "ResearchSubject")).toMatchObject({
      status: "off-study",
      assignedArm: "Arm A",
    });
    const observed = own.filter((r) => r["resourceType"] === "Observation");
    const sums = observed.filter((r) => word(r) === "Sum of diameters" && JSON.stringify(r).includes("recist-1.1"));
    expect(sums.map((r) => r["valueQuantity"])).toEqual(
      [50, 49, 41].map((value) => ({ value, unit: "mm", system: "http://unitsofmeasure.org", code: "mm" })),
    );
    // 100 × (41 − 50) / 50 = −18.
    expect(sums[2]!["component"]).toMatchObject([{ valueQuantity: { value: -18, code: "%" } }, {}]);
    const responses = observed.filter((r) => word(r) === "Overall response at a visit");
    expect(responses.map((r) => (r["valueCodeableConcept"] as { text: string }).text)).toEqual([
      "SD",
      "SD",
      "iSD",
      "iSD",
    ]);
    // A response is traced to its sum, and the sum to what was read.
    const [sum] = responses[1]!["derivedFrom"] as { reference: string }[];
    expect(sum!.reference).toBe(`Observation/${sums[2]!["id"]}`);
    const [read] = sums[2]!["derivedFrom"] as { reference: string }[];
    const size = observed.find((r) => read!.reference === `Observation/${r["id"]}`)!;
    expect(size).toMatchObject({
      code: { coding: [{ system: "http://loinc.org", code: "21889-1" }, {}] },
      component: [{ code: { coding: [{ code: "33728-7" }] }, valueQuantity: { value: 41, code: "mm" } }],
    });
    expect(size["device"], "entered, not derived").toBeUndefined();
  });

  it("has blood with its unit, the drug by its code, radiotherapy, and an event with its grade beside it", async () => {
    const made = await fhirExport(test.db, "small-trial");
    const own = ofPatient(made, "P-1");
    expect(own.find((r) => (r["code"] as { text?: string })?.text === "LDH")).toMatchObject({
      valueQuantity: { value: 310, unit: "U/L", system: "http://unitsofmeasure.org", code: "U/L" },
      referenceRange: [{ high: { value: 250 } }],
    });
    expect(own.find((r) => r["resourceType"] === "MedicationAdministration")).toMatchObject({
      status: "unknown",
      medicationCodeableConcept: {
        coding: [{ system: "http://www.whocc.no/atc", code: "L01FF01" }],
        text: "nivolumab",
      },
      dosage: { dose: { value: 240, code: "mg" } },
    });
    expect(own.find((r) => r["resourceType"] === "Procedure")).toMatchObject({
      status: "completed",
      performedPeriod: { start: "2024-04-01", end: "2024-04-05" },
      note: [{ text: "30 Gy; 3 fractions" }],
    });
    const event = own.find((r) => r["resourceType"] === "AdverseEvent")!;
    expect(event).toMatchObject({ event: { text: "Pneumonitis" }, category: [{ text: "immune-related" }] });
    expect(own.find((r) => JSON.stringify(r["focus"])?.includes(`AdverseEvent/${event["id"]}`))).toMatchObject({
      valueInteger: 3,
      effectivePeriod: { start: "2024-05-01", end: "2024-06-01" },
    });
    const uncoded = made.summary.unmapped.map(({ value }) => value);
    expect(uncoded).toEqual(
      expect.arrayContaining(["observation LDH", "adverse event Pneumonitis", "radiotherapy SBRT"]),
    );
    expect(uncoded.join()).not.toContain("nivolumab");
  });

  it("refuses a trial that is not there", async () => {
    await expect(fhirExport(test.db, "nowhere")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
  });
});
