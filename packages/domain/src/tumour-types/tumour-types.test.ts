import { describe, expect, test } from "vitest";
import type { CriterionId } from "../record/vocabulary.ts";
import { criterionId } from "../record/vocabulary.ts";
import { criteriaDefaults, tumourTypeId, unusualCriteria } from "./tumour-type.ts";
import { TUMOUR_TYPES, type TumourType } from "./tumour-type-list.ts";

const all = Object.entries(TUMOUR_TYPES) as [keyof typeof TUMOUR_TYPES, TumourType][];

describe("the vocabulary of tumour types", () => {
  test("has every type that the founding reviews name", () => {
    // seed-rows.md, M08, in its order.
    for (const id of [
      "high-grade-glioma",
      "low-grade-glioma",
      "nsclc",
      "melanoma",
      "hcc",
      "hnscc",
      "urothelial",
      "renal",
      "breast",
      "stomach",
      "oesophagus",
      "colorectal",
      "ovary",
      "brain-metastases",
      "medulloblastoma",
      "ependymoma",
      "rare-cancers",
    ])
      expect(tumourTypeId.options).toContain(id);
  });

  test("the defaults table: what trials of each type usually name", () => {
    const table = Object.fromEntries(all.map(([id]) => [id, criteriaDefaults(id).usual.join(" ")]));
    const solid = "recist-1.1 irecist";
    expect(table).toEqual({
      glioblastoma: "rano-2.0 irano",
      "high-grade-glioma": "rano-2.0 irano",
      "low-grade-glioma": "rano-2.0 irano",
      ependymoma: "",
      medulloblastoma: "",
      "brain-metastases": "rano-bm recist-1.1",
      nsclc: solid,
      melanoma: solid,
      hcc: solid,
      hnscc: solid,
      urothelial: solid,
      renal: solid,
      breast: solid,
      stomach: solid,
      oesophagus: solid,
      colorectal: solid,
      ovary: solid,
      sarcoma: solid,
      "rare-cancers": solid,
      "mixed-solid": solid,
      "other-solid": solid,
    });
    expect(criteriaDefaults("melanoma", "brain-metastases").usual).toEqual(["rano-bm", "recist-1.1"]);
  });

  test.each(all)("%s: codes have the form of their system, and what is not implemented is said", (_, type) => {
    if (type.ncit) expect(type.ncit).toMatch(/^C\d{4,6}$/);
    if (type.icdO3Morphology) expect(type.icdO3Morphology).toMatch(/^[89]\d{3}\/[0-9]$/);
    expect(type.source).not.toBe("");
    // A type for which nothing here was written must name what is.
    if (type.usual.length === 0) expect(type.missing.length).toBeGreaterThan(0);
    for (const { name, citation } of type.missing) expect([name, citation]).not.toContain("");
    for (const id of [...type.usual, ...type.fits]) expect(criterionId.options).toContain(id);
  });
});

describe("criteria that do not fit the tumour type", () => {
  const of = (criteria: CriterionId[], tumourTypes?: (keyof typeof TUMOUR_TYPES)[], disease = "glioma" as const) =>
    unusualCriteria({ disease, tumourTypes, criteria: criteria.map((id) => ({ id })) });

  test.each([
    ["a glioblastoma under all four", ["rano-2.0", "irano", "rano-2010", "mrano"], ["glioblastoma"], []],
    ["a low-grade glioma under criteria of high-grade glioma", ["rano-2010", "rano-2.0"], ["low-grade-glioma"], [0]],
    ["one of two types fits", ["rano-2010"], ["low-grade-glioma", "high-grade-glioma"], []],
    ["nothing here is for medulloblastoma", ["rano-2.0"], ["medulloblastoma"], [0]],
    ["no type named", ["rano-2010"], undefined, []],
  ] as [string, CriterionId[], (keyof typeof TUMOUR_TYPES)[] | undefined, number[]][])(
    "%s",
    (_, criteria, types, at) => {
      expect(of(criteria, types).map((u) => u.at)).toEqual(at);
    },
  );

  test("the sentence says what is usual, and what is not implemented", () => {
    expect(of(["mrano"], ["low-grade-glioma"])[0]!.sentence).toBe(
      "'mrano' was not written for Low-grade glioma (CNS WHO grade 1 or 2) (usual are rano-2.0 and irano).",
    );
    expect(of(["rano-2.0"], ["medulloblastoma"])[0]!.sentence).toMatch(
      /^'rano-2\.0' was not written for Medulloblastoma \(RAPNO medulloblastoma .* is not implemented here\)\.$/,
    );
  });

  test("a solid tumour with brain metastases is judged as brain metastases are", () => {
    const criteria = [{ id: "rano-bm" as const }, { id: "recist-1.1" as const }];
    expect(unusualCriteria({ disease: "brain-metastases", tumourTypes: ["melanoma"], criteria })).toEqual([]);
    expect(unusualCriteria({ disease: "solid-tumour", tumourTypes: ["melanoma"], criteria }).map((u) => u.at)).toEqual([
      0,
    ]);
  });
});
