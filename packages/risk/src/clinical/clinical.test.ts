import { biomarker, type Observation, observation, treatment } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { type ClinicalCourse, clinicalCovariates } from "./covariates.ts";
import { gliomaFindings } from "./glioma-findings.ts";
import { labOn, labSeries } from "./lab-series.ts";
import { lymphopeniaAfterRadiotherapy } from "./lymphopenia-after-radiotherapy.ts";
import { gliomaTreatment, lineOfTreatment, radiotherapyCourses } from "./treatment-history.ts";
import { tumourBurden } from "./tumour-burden.ts";

const lab = (code: string, date: string, value: number, unit?: string, rest: Partial<Observation> = {}) =>
  observation.parse({ subject: "P", code, date, value, unit, ...rest });
const drug = (rest: object) =>
  treatment.parse({ subject: "P", id: "d", kind: "drug", name: "x", start: "2024-01-10", ...rest });
const radiotherapy = (rest: object = {}) =>
  treatment.parse({
    subject: "P",
    id: "rt",
    kind: "radiotherapy",
    name: "radiotherapy",
    start: "2023-10-02",
    end: "2023-11-10",
    dose: 60,
    doseUnit: "Gy",
    fractions: 30,
    ...rest,
  });
const marker = (code: string, text: string, rest: object = {}) =>
  biomarker.parse({ subject: "P", code, text, ...rest });

describe("blood as series", () => {
  const day = "2024-01-08";
  const series = labSeries([
    lab("NEUT", day, 6000, "/uL"),
    lab("LYM", day, 1.5, "10^9/L"),
    lab("WBC", day, 9, "G/L"),
    lab("LDH", day, 5, "ukat/L", { referenceHigh: 4 }),
    lab("LDH", "2024-02-08", 480, "U/L", { referenceHigh: 240 }),
    lab("NLR", "2024-02-08", 7),
    lab("CRP", day, 3, "furlongs"),
    lab("mystery", day, 3, "g"),
  ]);
  const values = (code: string) => series.get(code)?.points.map((p) => p.value);

  it("6.0 / 1.5 is an NLR of 4, and 6 / (9 − 6) a derived NLR of 2; an entered ratio stands", () => {
    expect(values("NLR")).toEqual([4, 7]);
    expect(values("dNLR")).toEqual([2]);
  });
  it("LDH 5 µkat/L is 300 U/L; over its own limits 1.25 and 2 times", () => {
    expect(values("LDH")).toEqual([300, 480]);
    expect(values("LDH-ULN")).toEqual([1.25, 2]);
  });
  it("leaves out a unit that cannot be, and says which", () => {
    expect(values("CRP")).toEqual([]);
    expect(series.get("CRP")?.refused[0]?.why).toMatch(/'furlongs' cannot be converted/);
    expect(series.has("mystery")).toBe(false);
  });
  it("counts blood of at most 28 days before, never later", () => {
    const of = (on: string) => labOn(series.get("LDH"), on)?.value ?? null;
    expect([of("2024-01-07"), of(day), of("2024-02-05"), of("2024-02-06")]).toEqual([null, 300, 300, null]);
  });
});

describe("lymphopenia after radiotherapy", () => {
  const counts = (...rows: [string, number, number?][]) =>
    labSeries(
      rows.map(([date, value, low]) =>
        lab("LYM", date, value, "10^9/L", low === undefined ? {} : { referenceLow: low }),
      ),
    ).get("LYM");
  it("grades the lowest count from the first day on, not one before", () => {
    const found = lymphopeniaAfterRadiotherapy(
      counts(["2023-10-01", 0.1], ["2023-10-02", 0.7], ["2023-11-01", 0.45], ["2024-01-01", 0.9]),
      "2023-10-02",
      "2024-06-01",
    );
    expect(found).toMatchObject({ grade: 3, nadir: 0.45, date: "2023-11-01", missing: [] });
  });
  it("asks for the lower limit where only it can tell", () => {
    const found = lymphopeniaAfterRadiotherapy(counts(["2023-11-01", 0.9]), "2023-10-02", "2024-06-01");
    expect(found.grade).toBeNull();
    expect(found.missing[0]).toMatch(/referenceLow/);
    expect(lymphopeniaAfterRadiotherapy(counts(["2023-11-01", 0.9, 1]), "2023-10-02", "2024-06-01").grade).toBe(1);
  });
  it("says what is missing", () => {
    expect(lymphopeniaAfterRadiotherapy(undefined, null, "2024-06-01").missing).toEqual([
      "the first day of radiotherapy",
    ]);
    expect(lymphopeniaAfterRadiotherapy(undefined, "2023-10-02", "2024-06-01").missing[0]).toMatch(/lymphocyte count/);
  });
});

describe("tumour burden", () => {
  const lesions = [
    { id: "T1", role: "target", organ: "liver" },
    { id: "T2", role: "target", organ: "lymph-node", node: true },
    { id: "N1", role: "non-target", organ: "lung" },
    { id: "X1", role: "new", organ: "brain" },
  ] as const;
  const figures = [
    { lesion: "T1", longestMm: 42.5, volumeMm3: 12_000 },
    { lesion: "T2", longestMm: 30, shortMm: 18.4 },
  ];
  it("counts lesions and organs, the short axis of a node, and no lesion that is not there yet: 42.5 + 18.4 = 60.9", () => {
    expect(tumourBurden(lesions, figures)).toEqual({
      lesions: 3,
      organs: ["liver", "lung", "lymph-node"],
      hasEveryOrgan: true,
      visceralOrgans: ["liver", "lung"],
      sumMm: 60.9,
      volumeMm3: 12_000,
      measured: 2,
      withVolume: 1,
      distant: null,
    });
  });
  it("calls a metastasis distant only where that is recorded, and excludes it only where all are", () => {
    const of = (...spread: ("primary" | "regional-node" | "distant" | undefined)[]) =>
      tumourBurden(
        lesions.slice(0, 3).map((l, i) => ({ ...l, spread: spread[i] })),
        figures,
      ).distant;
    expect([
      of("primary", "regional-node", "distant"),
      of("primary", "regional-node", "primary"),
      of("primary"),
    ]).toEqual([true, false, null]);
  });
  it("of a sum that stands as one lesion neither lesions nor organs are told, only its size", () => {
    const sum = { id: "target-sum", role: "target", organ: "all-targets" } as const;
    const size = { lesion: "target-sum", longestMm: 140 };
    expect(tumourBurden([sum], [size])).toMatchObject({
      ...{ lesions: null, organs: [], hasEveryOrgan: false, visceralOrgans: [], sumMm: 140 },
    });
    expect(tumourBurden([sum, lesions[2]], [size])).toMatchObject({
      ...{ lesions: null, organs: ["lung"], hasEveryOrgan: false, visceralOrgans: ["lung"] },
    });
    expect(tumourBurden([{ ...lesions[0], organ: "not-stated" }], figures)).toMatchObject({
      ...{ lesions: 1, organs: [], hasEveryOrgan: false },
    });
  });
  it("nothing is told of a patient of whom no lesion is recorded: neither none, nor that an organ is free", () => {
    expect(tumourBurden([], [])).toMatchObject({ lesions: null, organs: [], hasEveryOrgan: false });
    expect(tumourBurden([lesions[3]], [])).toMatchObject({ lesions: null, hasEveryOrgan: false });
    const gone = lesions.slice(0, 3).map(({ id }) => ({ lesion: id, status: "absent" as const }));
    expect(tumourBurden(lesions, gone)).toMatchObject({ lesions: 0, organs: [], hasEveryOrgan: true });
  });
  it("a lesion that is gone is no burden", () => {
    expect(tumourBurden(lesions, [{ lesion: "T1", status: "absent" }]).organs).toEqual(["lung", "lymph-node"]);
  });
});

describe("markers of a glioma", () => {
  it("are read as laboratories write them", () => {
    const { found, unread } = gliomaFindings([
      marker("IDH1", "wild-type"),
      marker("IDH2", "R172K"),
      marker("1p/19q", "intact"),
      marker("CDKN2A/B", "homozygous deletion"),
      marker("TERT", "C228T"),
      marker("EGFR", "amplified"),
      marker("EGFR", "L858R"),
      marker("+7/-10", "absent"),
      marker("WHO grade", "III"),
    ]);
    expect(unread).toEqual([]);
    expect(found).toEqual({
      idh: "mutant",
      codeletion1p19q: false,
      cdkn2aHomozygousDeletion: true,
      tertPromoterMutant: true,
      egfrAmplified: true,
      gain7Loss10: false,
      histologicalGrade: 3,
    });
  });
  it("a deletion of one copy does not raise the grade, and one of unsaid extent is not read", () => {
    expect(gliomaFindings([marker("CDKN2A", "hemizygous deletion")]).found).toEqual({
      cdkn2aHomozygousDeletion: false,
    });
    expect(gliomaFindings([marker("CDKN2A", "deleted")])).toMatchObject({
      found: {},
      unread: [expect.stringMatching(/homozygously/)],
    });
  });
  it.each(["unmethylated", "not tested", "unknown", ""])("'%s' of IDH is no finding", (text) => {
    expect(gliomaFindings([biomarker.parse({ subject: "P", code: "IDH", text })]).found).toEqual({});
  });
});

describe("treatment of a glioma", () => {
  const tmz = (start: string, rest: object = {}) => drug({ name: "temozolomide", start, ...rest });
  it.each([
    [
      "complete",
      [radiotherapy(), tmz("2023-10-02", { end: "2023-11-10" }), tmz("2023-12-10", { cycles: 6 })],
      "complete",
    ],
    ["five cycles", [radiotherapy(), tmz("2023-10-02"), tmz("2023-12-10", { cycles: 5 })], "incomplete"],
    [
      "40 Gy",
      [radiotherapy({ dose: 40.05, fractions: 15 }), tmz("2023-10-02"), tmz("2023-12-10", { cycles: 6 })],
      "incomplete",
    ],
    ["no temozolomide with it", [radiotherapy(), tmz("2023-12-10", { cycles: 6 })], "incomplete"],
    ["cycles not recorded", [radiotherapy(), tmz("2023-10-02"), tmz("2023-12-10")], null],
    ["no last day", [radiotherapy({ end: undefined }), tmz("2023-10-02")], null],
  ])("%s", (_, treatments, stupp) => {
    expect(gliomaTreatment(treatments).stupp).toBe(stupp);
  });
  it("the most that was taken out, and the line", () => {
    const surgery = (id: string, extent: string) =>
      treatment.parse({ subject: "P", id, kind: "surgery", name: "s", start: "2023-09-01", extent });
    expect(gliomaTreatment([surgery("a", "biopsy"), surgery("b", "subtotal")]).resection).toBe("subtotal");
    expect(lineOfTreatment([drug({ line: 2 })], "2024-01-10")).toBe(2);
  });
  it("has no effective dose without fractions, and says so", () => {
    const [course] = radiotherapyCourses([radiotherapy({ fractions: undefined })]);
    expect(course).toMatchObject({ tumour: null, missing: ["the number of fractions"] });
    expect(radiotherapyCourses([radiotherapy()])[0]?.tumour?.bedGy).toBeCloseTo(72, 10);
  });
});

describe("clinical figures of a patient", () => {
  const course: ClinicalCourse = {
    disease: "glioma",
    treatmentStart: "2024-01-10",
    until: "2024-06-01",
    observations: [
      lab("S100", "2024-01-08", 0.1, "ug/L"),
      lab("S100", "2024-03-08", 150, "pg/mL"),
      lab("LYM", "2023-11-01", 450, "/uL"),
    ],
    biomarkers: [
      marker("IDH", "wildtype"),
      marker("TERT", "mutant"),
      biomarker.parse({
        subject: "P",
        code: "PD-L1",
        value: 60,
        unit: "%",
        scoring: "TPS",
        clone: "SP142",
        cutOff: 50,
      }),
      biomarker.parse({ subject: "P", code: "CD8", value: 480, unit: "cells/mm²", region: "centre" }),
    ],
    treatments: [radiotherapy()],
    burden: null,
  };
  const rows = new Map(clinicalCovariates(course).map((row) => [row.code, row]));
  it("S100 0.10 to 0.15 µg/L is + 50 %, whatever the units", () => {
    expect(rows.get("s100")).toMatchObject({ value: 0.1, note: "Last 0.15 ug/L, 2024-03-08 (+50 %)." });
  });
  it("stand against the laboratory's limits", () => {
    const note = (value: number) =>
      clinicalCovariates({
        ...course,
        observations: [lab("LDH", "2024-01-08", value, "U/L", { referenceLow: 120, referenceHigh: 250 })],
      }).find(({ code }) => code === "ldh")?.note;
    expect([note(119), note(250), note(251)]).toEqual([
      "Below the laboratory's 120 to 250 U/L.",
      "Within the laboratory's 120 to 250 U/L.",
      "Above the laboratory's 120 to 250 U/L.",
    ]);
  });
  it("name class, effective dose, lymphopenia, PD-L1 with cut-off and clone, cells with their place", () => {
    expect(rows.get("who_2021")?.value).toBe("Glioblastoma, IDH-wildtype");
    expect(rows.get("rt_rt_bed_10")?.value).toBeCloseTo(72, 10);
    expect(rows.get("lymphopenia_after_rt")).toMatchObject({ value: 3, date: "2023-11-01" });
    expect(rows.get("pd_l1_tps")?.note).toMatch(
      /at least 1 %, at least 50 %\. Positive at the source's cut-off of 50 %\. Clone SP142\. SP142 stains fewer/,
    );
    expect(rows.get("cd8_centre")).toMatchObject({ value: 480, unit: "/mm2" });
  });
  it("what is known only as a sum is not recorded: neither one lesion nor no visceral organ", () => {
    const of = (lesions: Parameters<typeof tumourBurden>[0]) =>
      new Map(
        clinicalCovariates({
          ...course,
          burden: { date: "2024-01-08", ...tumourBurden(lesions, [{ lesion: lesions[0]!.id, longestMm: 140 }]) },
        }).map((row) => [row.code, row]),
      );
    const sum = of([{ id: "target-sum", role: "target", organ: "all-targets" }]);
    expect(sum.get("lesions")).toMatchObject({ value: null, missing: ["each lesion by itself"] });
    expect(sum.get("organs")).toMatchObject({ value: null, note: "", missing: ["the organ of each lesion"] });
    expect(sum.get("visceral")).toMatchObject({ value: null, missing: ["the organ of each lesion"] });
    expect(sum.get("burden_mm")).toMatchObject({ value: 140, note: "Recorded as a sum, not lesion by lesion." });
    const ordinary = of([{ id: "T1", role: "target", organ: "soft-tissue" }]);
    expect(ordinary.get("lesions")).toMatchObject({ value: 1, missing: [] });
    expect(ordinary.get("organs")).toMatchObject({ value: 1, note: "soft-tissue", missing: [] });
    expect(ordinary.get("visceral")).toMatchObject({ value: "no", missing: [] });
    expect(ordinary.get("burden_mm")?.note).toBe("1 of 1 lesions measured.");
  });
  it("what is not recorded is named, not left out", () => {
    expect(rows.get("nlr")?.missing).toEqual(["neutrophils and lymphocytes of one day, or their ratio"]);
    expect(rows.get("lesions")?.missing).toEqual(["a baseline visit"]);
    expect(rows.get("resection")?.missing).toEqual(["the extent of resection"]);
  });
  it("see nothing after the day asked for", () => {
    const early = clinicalCovariates({ ...course, until: "2024-02-01" });
    expect(early.find(({ code }) => code === "s100")?.note).toBe("");
  });
});
