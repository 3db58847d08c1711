import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { adjudicate, listReads, readReadForm, setCharter, settleReads, signRead, takeRead } from "../reads/index.ts";
import { fhirExport } from "./index.ts";
import { faultsOf, resourcesOf } from "./testing/faults-of.ts";
import { schemaFaults, tableFaults } from "./testing/fhir-schema.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["administrator", "adjudicator"]) await plantPerson(test.db, trial.id, role);
  for (const id of ["anna", "ben"]) await plantPerson(test.db, trial.id, "reader", null, id);
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  await setCharter(test.db, "administrator", { trial: trial.key, charter, seen: 0, reason: "central review" });
});
afterAll(() => test.close());

const signatory = (personId: string, role: string) => ({ personId, role, authenticate: async () => true });

/** Reads a visit of P-1 as a longest diameter of its one lesion, in mm. */
async function read(visit: string, longestMm: number, person = "anna"): Promise<string> {
  const { session } = await takeRead(test.db, person, { trial: trial.key, subject: "P-1", visit });
  const { document, version } = await asPerson(test.db, person, (tx) => readReadForm(tx, person, session));
  const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm }));
  await signRead(test.db, signatory(person, "reader"), { session, version, document: { ...document, lesions } });
  await settleReads(test.db, trial.id);
  return session;
}
const provenance = async () => {
  const made = await fhirExport(test.db, trial.key);
  expect(faultsOf(made)).toEqual([]);
  const all = resourcesOf(made);
  const signed = all.filter(
    (one) => one.resourceType === "Provenance" && JSON.stringify(one).includes("Practitioner/"),
  );
  return { all, signed };
};

describe("signatures in FHIR", () => {
  it("are none while the imported reading stands", async () => {
    await read("BL", 50);
    expect((await provenance()).signed).toEqual([]);
  });

  let last: string;
  it("stand with account, moment and hash over what the read says, once the reads stand", async () => {
    await read("FU1", 44);
    last = await read("FU2", 30);
    const { all, signed } = await provenance();
    expect(signed).toHaveLength(3);
    const [row] = await test.admin<{ at: Date; hash: string; meaning: string }[]>`
      select signed_at as at, signature_hash as hash, meaning from record.read_session where id = ${last}`;
    const one = signed.find((p) => JSON.stringify(p["entity"]).includes(row!.hash))!;
    expect(one).toMatchObject({
      recorded: row!.at.toISOString(),
      activity: { text: row!.meaning },
      signature: [{ when: row!.at.toISOString(), type: [{ code: "1.2.840.10065.1.12.1.1" }] }],
    });
    const [target] = one["target"] as { reference: string }[];
    expect(all.find(({ resourceType, id }) => `${resourceType}/${id}` === target!.reference)).toMatchObject({
      component: [{ valueQuantity: { value: 30, code: "mm" } }],
    });
    expect(all.filter(({ resourceType }) => resourceType === "Practitioner")).toEqual([
      {
        resourceType: "Practitioner",
        id: expect.any(String),
        identifier: [{ system: "urn:nadir:person", value: "anna" }],
      },
    ]);
  });

  it("of an adjudicator stand over the responses, with the reads of the reader who was chosen in place of the other's", async () => {
    await read("BL", 50, "ben");
    await read("FU1", 66, "ben");
    last = await read("FU2", 70, "ben");
    const { adjudications } = await asPerson(test.db, "adjudicator", (tx) => listReads(tx, "adjudicator", trial.key));
    const { comparison } = adjudications[0]!;
    const decision = { comparison, chosen: "reader-2" as const, reason: "the edge is drawn too far in" };
    await adjudicate(test.db, signatory("adjudicator", "adjudicator"), decision);
    const { all, signed } = await provenance();
    const people = all.filter(({ resourceType }) => resourceType === "Practitioner");
    expect(JSON.stringify(people)).toMatch(/"ben"/);
    expect(JSON.stringify(people)).toMatch(/"adjudicator"/);
    expect(JSON.stringify(people), "her reads do not stand").not.toMatch(/"anna"/);
    const [decided] = signed.filter((one) =>
      JSON.stringify(one["entity"]).includes("urn:nadir:signature:adjudication"),
    );
    const over = (decided!["target"] as { reference: string }[]).map(({ reference }) =>
      all.find(({ resourceType, id }) => `${resourceType}/${id}` === reference),
    );
    // 50, 66, 70 mm: +32 % at FU1.
    expect(JSON.stringify(over)).toMatch(/"code":"PD"/);
    expect(over.every((one) => one!["device"] !== undefined)).toBe(true);
  });

  it("that no longer hold are told in words, and carried on as none", async () => {
    await test.admin.begin(async (sql) => {
      await sql`alter table record.read_session disable trigger user`;
      await sql`update record.read_session set document = jsonb_set(document, '{note}', '"changed"') where id = ${last}`;
      await sql`alter table record.read_session enable trigger user`;
    });
    const { signed } = await provenance();
    const broken = signed.filter((one) => one["signature"] === undefined);
    expect(broken).toHaveLength(1);
    expect(broken[0]!["activity"]).toMatchObject({ text: expect.stringMatching(/no longer holds/) });
  });
});

/** The checks of the tests of this folder: each must see what it is there for. */
describe("the checks against R4", () => {
  const right = {
    ...{ resourceType: "Observation", id: "a", status: "final", code: { text: "x" } },
    ...{ subject: { reference: "Patient/p" }, effectiveDateTime: "2024-02-29", valueInteger: 1 },
  };
  it("find nothing in a right resource", () => {
    expect([...schemaFaults(right), ...tableFaults(right)]).toEqual([]);
  });
  it.each([
    ["a status of another list", { status: "finished" }, /status/],
    ["an id that is none", { id: "under_score" }, /id/],
    ["a day that is none", { effectiveDateTime: "2024-13-01" }, /effectiveDateTime/],
    ["a member that is none", { colour: "red" }, /additional properties/],
    ["a text in place of a concept", { code: "text" }, /code/],
    ["a missing status", { status: undefined }, /lacks status/],
    ["two values", { valueString: "and another" }, /two values/],
    ["a reference to another type", { subject: { reference: "Device/d" } }, /leads to Device/],
    ["an empty list", { derivedFrom: [] }, /empty/],
  ])("find %s", (_name, fault, told) => {
    const wrong = JSON.parse(JSON.stringify({ ...right, ...fault }));
    expect([...schemaFaults(wrong), ...tableFaults(wrong)].join("\n")).toMatch(told);
  });
});
