import type { CriterionId, Lesion, Visit } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assessAll } from "../assess.ts";
import { Unmapped } from "../sdtm/unmapped.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";
import { codeSystems } from "./code-systems.ts";
import { quantity } from "./quantity.ts";
import { type FhirResource, idOf } from "./resource.ts";
import { fhirOfSubject } from "./resources.ts";
import type { FhirSubject } from "./subject.ts";

/**
 * RECIST 1.1. T1 liver 60, N1 a node of 20 mm short axis, T2 20: baseline sum 60 + 20 + 20 = 100.
 * V1: 36 + 12 + too small (5) = 53; 100 × (53 − 100) / 100 = −47: PR. V2: T1 not evaluable, so no sum: NE.
 */
const COURSE: CourseTable = {
  days: [0, 60, 121],
  targets: {
    T1: [60, 36, "not-evaluable"],
    N1: [{ shortMm: 20 }, { shortMm: 12 }, { shortMm: 12 }],
    T2: [20, "too-small", { parts: [{ longestMm: 8 }, { longestMm: 5 }] }],
  },
  lesions: { N1: { node: true, organ: "lymph-node" } },
  nonTarget: ["present", "present", "not-evaluable"],
  at: { 0: { modality: "CT" } },
};

function subjectOf(more: Partial<FhirSubject> = {}, criteria: readonly CriterionId[] = ["recist-1.1"]): FhirSubject {
  const document = courseTable(COURSE);
  const visits = document.visits.map(
    ({ id, date, role }) => ({ subject: "P_1", id, date, role, simulated: false }) as Visit,
  );
  const lesions = document.lesions.map(
    ({ id, role, organ, node = false }) => ({ subject: "P_1", id, role, organ, node }) as Lesion,
  );
  return {
    study: "EX",
    subject: { key: "P_1", site: "north", arm: "a", sex: "male", treatmentStart: "2024-01-08", note: "Mr Smith" },
    arm: { name: "Arm A" },
    visits,
    lesions,
    document,
    outcomes: Object.values(assessAll(document, criteria)),
    images: [],
    observations: [],
    biomarkers: [],
    treatments: [],
    adverseEvents: [],
    signatures: [],
    recordedAt: "2024-09-01T10:00:00.000Z",
    software: ["@nadir/response 0"],
    ...more,
  };
}
const made = (more: Partial<FhirSubject> = {}) => fhirOfSubject(subjectOf(more)).resources;
const ofType = (all: readonly FhirResource[], type: string) => all.filter(({ resourceType }) => resourceType === type);
const named = (all: readonly FhirResource[], text: string) =>
  all.filter((one) => (one["code"] as { text?: string } | undefined)?.text === text);
const image = (id: string, more: object = {}) => ({
  ...{ subject: "P_1", visit: "BL", id, file: "x", description: id, unit: "HU", simulated: false },
  ...{ modality: "CT", row: "00000000-0000-4000-8000-0000000000ff" },
  ...more,
});

describe("a subject in FHIR R4", () => {
  it("has ids of letters and digits alone, the same for the same thing and others for others", () => {
    const all = made();
    for (const { id } of all) expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
    expect(new Set(all.map(({ resourceType, id }) => `${resourceType}/${id}`)).size).toBe(all.length);
    expect(idOf("Patient", "EX", "P_1")).not.toBe(idOf("Patient", "EX", "P-1"));
    expect(idOf("Patient", "a", "bc")).not.toBe(idOf("Patient", "ab", "c"));
    expect(made()).toEqual(all);
  });

  it("keeps free notes at home", () => {
    expect(JSON.stringify(made())).not.toContain("Smith");
  });

  it("sums 100 and 53 mm, −47 %, and none where a target could not be evaluated", () => {
    const sums = named(made(), "Sum of diameters");
    expect(sums.map((one) => one["valueQuantity"])).toEqual(
      [100, 53].map((value) => ({ value, unit: "mm", system: "http://unitsofmeasure.org", code: "mm" })),
    );
    expect(sums[1]).toMatchObject({
      method: { coding: [{ system: "urn:nadir:fhir:criterion", code: "recist-1.1" }] },
      component: [{ valueQuantity: { value: -47 } }, { valueQuantity: { value: -47 } }],
    });
    expect(sums[1]!["focus"]).toHaveLength(3);
    const answers = named(made(), "Overall response at a visit").map((one) => one["valueCodeableConcept"]);
    expect(answers).toMatchObject([{ text: "PR" }, { text: "NE" }]);
  });

  it("tells a node by its short axis, a word by a word, and each fragment of a lesion that has split", () => {
    const all = ofType(made(), "Observation");
    const at = (lesion: string) => {
      const own = `BodyStructure/${idOf("BodyStructure", "EX", "P_1", lesion)}`;
      return all.filter((one) => one["device"] === undefined && JSON.stringify(one["focus"] ?? null).includes(own));
    };
    expect(at("N1")[0]!["component"]).toMatchObject([
      { code: { text: "Short axis of a lymph node" }, valueQuantity: { value: 20 } },
    ]);
    expect(at("T2")[1]).toMatchObject({ valueCodeableConcept: { coding: [{ code: "too-small" }] } });
    expect(at("T2")[2]!["component"]).toMatchObject([
      { code: { text: "Longest diameter, fragment 1" }, valueQuantity: { value: 8 } },
      { code: { text: "Longest diameter, fragment 2" }, valueQuantity: { value: 5 } },
    ]);
    expect(at("T1")[0]).toMatchObject({ method: { coding: [{ code: "CT" }] } });
  });

  it("takes a scan's UIDs where it has them, and DICOM's UID of its uuid where not", () => {
    const images = [image("a", { studyUid: "1.2.3", seriesUid: "1.2.3.4" }), image("b")] as never;
    const studies = ofType(made({ images }), "ImagingStudy");
    expect(studies).toMatchObject([
      { identifier: [{ system: "urn:dicom:uid", value: "urn:oid:1.2.3" }], series: [{ uid: "1.2.3.4" }] },
      // 0x…4000 8000 0000 0000 00ff as a number: 4 · 2^76 + 2^63 + 255.
      { series: [{ uid: `2.25.${4n * 2n ** 76n + 2n ** 63n + 255n}` }], started: "2024-01-01" },
    ]);
    expect(studies[1]!["identifier"]).toBeUndefined();
  });

  it("marks what rests on a simulated visit, and nothing else", () => {
    const { visits } = subjectOf();
    const all = made({ visits: visits.map((visit) => ({ ...visit, simulated: visit.id === "V1" })) });
    const isMarked = (one: FhirResource) => JSON.stringify(one["meta"] ?? null).includes('"simulated"');
    const marked = all.filter(isMarked);
    expect(marked.every((one) => JSON.stringify(one).includes("2024-03-01") || one["encounter"] === undefined)).toBe(
      true,
    );
    expect(named(marked, "Overall response at a visit")).toHaveLength(1);
    // The best response rests on it too.
    expect(named(marked, "Best overall response, without confirmation")).toHaveLength(1);
    expect(ofType(marked, "Patient")).toEqual([]);
  });

  it("says what has no code, and keeps its words", () => {
    const treatments = [
      {
        subject: "P_1",
        id: "A",
        kind: "drug",
        name: "drug X",
        code: "WHODrug 12",
        start: "2024-01-08",
        lesionsInField: [],
      },
    ] as never;
    const observations = [{ subject: "P_1", date: "2024-01-01", code: "CRP", value: 4, unit: "furlong" }];
    const { resources, unmapped } = fhirOfSubject(subjectOf({ treatments, observations }));
    expect(ofType(resources, "MedicationAdministration")[0]!["medicationCodeableConcept"]).toEqual({ text: "drug X" });
    expect(named(resources, "CRP")[0]!["valueQuantity"]).toEqual({ value: 4, unit: "furlong" });
    expect([...unmapped.keys()].sort()).toEqual([
      "drug drug X (WHODrug 12)",
      "observation CRP",
      "site of a lesion liver",
      "site of a lesion lymph-node",
      "unit furlong",
    ]);
  });

  it("signs what a read says; a signature that no longer holds is told in words and is none", () => {
    const signature = {
      kind: "read",
      visit: "V1",
      person: "u1",
      at: "2024-06-01T08:00:00.000Z",
      meaning: "read",
    } as const;
    const signatures = [
      { ...signature, hash: "a".repeat(64), broken: null },
      { ...signature, visit: "V2", hash: "b".repeat(64), broken: "It was changed." },
    ];
    const [holds, broken, derived] = ofType(made({ signatures }), "Provenance");
    // Three lesions and the non-target disease of V1.
    expect(holds!["target"]).toHaveLength(4);
    expect(holds).toMatchObject({
      recorded: signature.at,
      signature: [{ when: signature.at }],
      activity: { text: "read" },
    });
    expect(broken!["signature"]).toBeUndefined();
    expect(broken!["activity"]).toEqual({ text: "read This signature no longer holds: It was changed." });
    expect(derived).toMatchObject({ recorded: "2024-09-01T10:00:00.000Z" });
  });

  it("signs with an adjudicator's decision the responses that come of it, and no figure that was read", () => {
    const decided = {
      kind: "adjudication",
      visit: "V2",
      person: "u2",
      at: "2024-06-02T08:00:00.000Z",
      meaning: "chosen",
    } as const;
    const all = made({ signatures: [{ ...decided, hash: "c".repeat(64), broken: null }] });
    const [decision, derived] = ofType(all, "Provenance");
    expect(decision!["target"]).toEqual(derived!["target"]);
    expect(decision).toMatchObject({
      entity: [{ what: { identifier: { system: "urn:nadir:signature:adjudication" } } }],
    });
  });

  it("still tells of a patient whose record makes no course", () => {
    const all = made({ document: null, outcomes: [] });
    expect(ofType(all, "Patient")).toHaveLength(1);
    expect(ofType(all, "BodyStructure")).toEqual([]);
    expect(ofType(all, "Provenance")).toEqual([]);
  });
});

describe("units and code systems", () => {
  it.each([
    ["µmol/L", "umol/L"],
    ["10^9/L", "10*9/L"],
    ["mm³", "mm3"],
    ["IU/L", "[IU]/L"],
  ])("writes %s as UCUM's %s and keeps the unit as it was written", (unit, code) => {
    expect(quantity(1, unit, new Unmapped())).toEqual({ value: 1, unit, system: "http://unitsofmeasure.org", code });
  });

  it("defines every code of its own that a resource uses", () => {
    const { resources, responses } = fhirOfSubject(subjectOf({}, ["recist-1.1", "irecist"]));
    const defined = new Set(
      codeSystems(responses).flatMap(({ url, concept }) =>
        (concept as { code: string }[]).map(({ code }) => `${url}|${code}`),
      ),
    );
    const used = [...JSON.stringify(resources).matchAll(/"system":"(urn:nadir:fhir:[a-z]+)","code":"([^"]+)"/g)];
    expect(used.length).toBeGreaterThan(50);
    for (const [, system, code] of used) expect(defined).toContain(`${system}|${code}`);
  });
});
