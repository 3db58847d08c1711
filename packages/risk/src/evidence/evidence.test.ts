import { observation, type ResponseCase } from "@nadir/domain";
import { assess } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { tumourBurden } from "../clinical/tumour-burden.ts";
import { courseOfSizes } from "../testing/course-of.ts";
import { signedPercent } from "./evidence-item.ts";
import { growthRate } from "./growth-evidence.ts";
import { type BeforeTreatment, hyperprogressionRisk } from "./hyperprogression-risk.ts";
import type { StoredDelta } from "./image-evidence.ts";
import { type VisitEvidence, visitEvidence } from "./visit-evidence.ts";

const lab = (code: string, date: string, value: number, unit: string | undefined, high?: number) =>
  observation.parse({ subject: "P", code, date, value, unit, referenceHigh: high });

/** Baseline 1 January, treatment from 8 January, then every 49 days. */
const swelling = courseOfSizes("P", [0, 49, 98], { T1: [40, 50, 30] });
const evidenceOf = (document: ResponseCase, rest: Partial<Parameters<typeof visitEvidence>[0]> = {}): VisitEvidence[] =>
  visitEvidence({ document, outcome: assess(document, "irecist"), observations: [], deltas: [], ...rest });
const itemOf = (evidence: VisitEvidence | undefined, id: string) => evidence?.items.find((i) => i.id === id);
const changed = (make: (document: ResponseCase) => unknown, document = swelling): ResponseCase => {
  const copy = structuredClone(document);
  make(copy);
  return copy;
};

describe("growth rates", () => {
  // (50/40)^(3 · 30.4375/49) = 1.25^1.86352 = 1.5156: + 52 % a month.
  const at = (date: string, value: number) => ({ visit: date, date, value });
  it("as the cube of diameters, the power 3/2 of products, and volumes themselves", () => {
    const [from, to] = [at("2024-01-01", 40), at("2024-02-19", 50)];
    expect(growthRate(from, to, "mm")).toBeCloseTo(100 * (1.25 ** ((3 * 30.4375) / 49) - 1), 8);
    expect(growthRate(from, to, "mm")).toBeCloseTo(51.56, 1);
    expect(growthRate(from, to, "mm2")).toBeCloseTo(100 * (1.25 ** ((1.5 * 30.4375) / 49) - 1), 8);
    expect(growthRate(from, to, "mm3")).toBeCloseTo(100 * (1.25 ** (30.4375 / 49) - 1), 8);
  });
  it("none within two weeks, none from nothing, −100 % to nothing", () => {
    expect(growthRate(at("2024-01-01", 40), at("2024-01-14", 50), "mm")).toBeNull();
    expect(growthRate(at("2024-01-01", 0), at("2024-03-01", 50), "mm")).toBeNull();
    expect(growthRate(at("2024-01-01", 40), at("2024-03-01", 0), "mm")).toBe(-100);
  });
  it("signs read well", () => {
    expect([0, 0.04, 3.26, 12.4, -7, -33.6].map(signedPercent)).toEqual([
      "0 %",
      "0 %",
      "+3.3 %",
      "+12 %",
      "−7 %",
      "−34 %",
    ]);
  });
});

describe("evidence for a visit with an increase", () => {
  const [visit, ...others] = evidenceOf(swelling);
  it("stands for that visit alone, and says what grew", () => {
    expect(others).toEqual([]);
    expect(visit).toMatchObject({ visit: "V1", date: "2024-02-19", increase: "sum +25 % since BL" });
  });
  it("has growth before and after: 1.25 and 0.6 over 49 days", () => {
    expect(itemOf(visit, "growth-to")).toMatchObject({ value: "+52 % a month", later: false });
    // 0.6^1.86352 = 0.386: − 61 %.
    expect(itemOf(visit, "growth-after")).toMatchObject({ value: "−61 % a month", note: "V1 to V2", later: true });
    expect(itemOf(visit, "growth-before")).toMatchObject({
      value: null,
      missing: expect.stringMatching(/14 days before baseline/),
    });
  });
  it("counts days from the start of treatment: 8 January to 19 February are 42", () => {
    expect(itemOf(visit, "since-treatment")?.value).toBe("42 days");
  });
  it("has no figure where nothing is recorded, and names each input once", () => {
    for (const id of [
      "since-radiotherapy",
      "field",
      "coarseness",
      "entropy",
      "sphericity",
      "adc",
      "ncbv",
      "ldh",
      "s100",
      "nlr",
      "crp",
      "steroids",
      "clinical",
      "ecog",
    ])
      expect(itemOf(visit, id), id).toMatchObject({ value: null, missing: expect.any(String) });
    expect(new Set(visit?.missing).size).toBe(visit?.missing.length);
    expect(visit?.missing).toContain("the clinical state at V1 (stable, improved or worse)");
    // What a later scan would tell is not an input that somebody forgot.
    expect(evidenceOf(changed((c) => c.visits.pop()))[0]?.missing.join()).not.toMatch(/after this visit/);
  });
  it("keeps what was known that day apart from what later scans made of it", () => {
    const of = (name: string) => visit?.definitions.find(({ flag }) => flag.definition === name);
    expect(of("pseudoprogression-prospective/irecist-clinical-stability")).toMatchObject({
      later: false,
      flag: { result: "undetermined", visit: "V1" },
    });
    expect(of("pseudoprogression/irecist")).toMatchObject({ later: true, flag: { result: "yes" } });
  });
  it("puts the rules that are met before the others", () => {
    const met = visit!.definitions.map(({ flag }) => flag.result === "yes");
    expect(met).toContain(true);
    expect(met).toContain(false);
    expect(met).toEqual([...met].sort((a, b) => Number(b) - Number(a)));
  });
  it("is not made of what came after, but for what says so", () => {
    const withoutLater = ({ items, definitions }: VisitEvidence) => ({
      items: items.filter(({ id }) => id !== "growth-after"),
      definitions: definitions.filter(({ later }) => !later),
    });
    const early = evidenceOf(changed((c) => c.visits.pop()))[0]!;
    expect(withoutLater(early)).toEqual(withoutLater(visit!));
  });
  it("a second swelling takes nothing from the first: each is judged by what was known on its day", () => {
    const twice = courseOfSizes("P", [0, 49, 98, 147], { T1: [40, 50, 30, 41] });
    const byRule = evidenceOf(twice).map(({ visit, definitions }) => [
      visit,
      definitions
        .filter(({ flag }) => flag.definition.startsWith("pseudoprogression-prospective/"))
        .map(({ flag, later }) => [flag.visit, later]),
    ]);
    expect(byRule.map(([visit]) => visit)).toEqual(["V1", "V3"]);
    for (const [visit, flags] of byRule) {
      expect(flags).not.toEqual([]);
      for (const flag of flags!) expect(flag).toEqual([visit, false]);
    }
  });
  it("no visit without an increase has any", () => {
    expect(evidenceOf(courseOfSizes("P", [0, 49, 98], { T1: [40, 40, 30] }))).toEqual([]);
  });
  it("a new lesion is an increase though the sum falls", () => {
    const [found] = evidenceOf(courseOfSizes("P", [0, 49], { T1: [40, 20] }, { N1: [null, 12] }));
    expect(found).toMatchObject({ visit: "V1", increase: "a new lesion" });
    expect(itemOf(found, "new-lesions")).toMatchObject({ value: "1", note: "N1 (liver)" });
  });
  it("a lesion that was new before is not new again", () => {
    const found = evidenceOf(courseOfSizes("P", [0, 49, 98], { T1: [40, 20, 24] }, { N1: [null, 12, 12] }));
    expect(itemOf(found[1], "new-lesions")?.value).toBe("none");
  });
});

describe("where it grew", () => {
  const treated = (make: (c: ResponseCase) => unknown) =>
    itemOf(
      evidenceOf(
        changed(
          (c) => {
            c.course.radiotherapy = { start: "2023-10-02", end: "2023-11-10" };
            make(c);
          },
          courseOfSizes("P", [0, 49], { T1: [40, 50], T2: [20, 20] }, { N1: [null, 9] }),
        ),
      )[0],
      "field",
    );
  it("in the field, outside it, or not to be told; a lesion that did not grow does not count", () => {
    const [t1, t2, n1] = [0, 1, 2];
    expect(
      treated((c) => {
        c.lesions[t1]!.irradiated = true;
        c.lesions[t2]!.fieldDistance = "near-field";
        c.lesions[n1]!.outsideRtField = true;
      }),
    ).toMatchObject({ value: "in the field and outside the field", note: "T1 in the field, N1 outside the field" });
    expect(treated((c) => Object.assign(c.lesions[t1]!, { irradiated: true }))).toMatchObject({
      value: null,
      missing: "whether N1 lies in the radiation field",
    });
    expect(treated((c) => Object.assign(c.lesions[n1]!, { outsideRtField: true }))).toMatchObject({
      value: null,
      missing: "whether T1 lies in the radiation field",
    });
  });
  it("radiotherapy that came after the visit is not there yet", () => {
    const [found] = evidenceOf(changed((c) => Object.assign(c.course, { radiotherapy: { start: "2024-05-01" } })));
    expect(itemOf(found, "since-radiotherapy")?.value).toBeNull();
  });
});

describe("blood, images and the patient", () => {
  it("LDH 4 µkat/L (240 U/L) to 360 U/L is + 50 %; a later draw and an old one do not count", () => {
    const observations = [
      lab("LDH", "2024-01-05", 4, "ukat/L"),
      lab("LDH", "2024-02-19", 360, "U/L", 250),
      lab("LDH", "2024-02-20", 999, "U/L"),
      lab("CRP", "2024-01-05", 4, "mg/L"),
      lab("CRP", "2024-01-15", 4, "mg/L"),
      lab("S100", "2024-02-19", 0.1, "stone"),
    ];
    const [found] = evidenceOf(swelling, { observations });
    expect(itemOf(found, "ldh")).toMatchObject({
      value: "+50 %",
      note: "240 to 360 U/L; above its upper limit of 250",
    });
    expect(itemOf(found, "crp")?.missing).toMatch(/at most 28 days before this visit/);
    expect(itemOf(found, "s100")?.missing).toMatch(/'stone' cannot be converted/);
  });
  const delta = (description: string, fromVisit: string, rows: StoredDelta["rows"]): StoredDelta => ({
    lesion: "T1",
    modality: "MR",
    description,
    fromVisit,
    toVisit: "V1",
    rows,
  });
  const row = (id: string, key: string, baseline: number, followup: number) => ({
    id,
    key,
    baseline,
    followup,
    relative: (followup - baseline) / baseline,
  });
  it("texture from baseline, merged in 3D; ADC and nCBV by what the image shows", () => {
    const [found] = evidenceOf(swelling, {
      deltas: [
        delta("T1 post-contrast", "BL", [
          row("cm_joint_entr", "cm_joint_entr_2D_avg", 1, 9),
          row("cm_joint_entr", "cm_joint_entr_3D_comb", 4, 5),
          row("morph_sphericity", "morph_sphericity", 0.8, 0.6),
        ]),
        delta("T1 post-contrast", "V0", [row("ngt_coarseness", "ngt_coarseness_3D", 1, 2)]),
        delta("ADC", "BL", [
          row("stat_mean", "stat_mean", 1000, 1300),
          row("morph_sphericity", "morph_sphericity", 1, 9),
        ]),
        delta("nCBV map", "BL", [row("stat_mean", "stat_mean", 4, 3)]),
      ],
    });
    expect(itemOf(found, "entropy")).toMatchObject({ value: "+25 %", note: "4 to 5; T1, T1 post-contrast, BL to V1" });
    expect(found?.items.filter(({ id }) => id === "sphericity").map(({ value }) => value)).toEqual(["−25 %"]);
    expect(itemOf(found, "coarseness")?.value).toBeNull();
    expect(itemOf(found, "adc")?.value).toBe("+30 %");
    expect(itemOf(found, "ncbv")?.value).toBe("−25 %");
  });
  it("rCBV with ferumoxytol beside the criterion: 1.75 is pseudoprogression by the abstract, above it progression", () => {
    const of = (description: string, rcbv: number) =>
      itemOf(
        evidenceOf(swelling, { deltas: [delta(description, "BL", [row("stat_mean", "stat_mean", 1, rcbv)])] })[0],
        "ferumoxytol-rcbv",
      );
    expect(of("rCBV, ferumoxytol", 1.76)?.value).toBe("1.76, above 1.75: read as progression");
    expect(of("rCBV, ferumoxytol", 1.75)?.value).toBe("1.75, not above 1.75: read as pseudoprogression");
    expect(of("rCBV, ferumoxytol", 1.2)?.note).toMatch(/Nasseri 2014.*abstracts only/);
    // The cut-off is of that agent, and of a relative volume.
    expect(of("rCBV, gadolinium", 2)).toBeUndefined();
    expect(of("CBV, ferumoxytol", 2)).toBeUndefined();
  });
  it("steroids raised, clinical state and ECOG against baseline", () => {
    const [found] = evidenceOf(
      changed((c) => {
        Object.assign(c.visits[0]!, { dexamethasoneMgPerDay: 2, ecog: 0 });
        Object.assign(c.visits[1]!, { dexamethasoneMgPerDay: 8, ecog: 1, clinical: "worse" });
      }),
    );
    expect(itemOf(found, "steroids")).toMatchObject({
      value: "2 to 8 mg a day",
      note: "dexamethasone; raised since baseline",
    });
    expect([itemOf(found, "clinical")?.value, itemOf(found, "ecog")?.value]).toEqual(["worse", "0 to 1"]);
  });
});

describe("what goes with hyperprogression, before treatment", () => {
  const lesions = ["liver", "lung", "bone"].map((organ, i) => ({ id: `T${i}`, role: "target" as const, organ }));
  const before = (rest: Partial<BeforeTreatment> = {}): BeforeTreatment => ({
    treatmentStart: "2024-01-08",
    observations: [],
    biomarkers: [],
    burden: tumourBurden(lesions, []),
    ecog: null,
    inEarlierField: null,
    ...rest,
  });
  const of = (id: string, rest?: Partial<BeforeTreatment>) =>
    hyperprogressionRisk(before(rest)).find((f) => f.id === id)!;
  it("three organs are more than two, two are not", () => {
    expect(of("sites")).toMatchObject({ present: true, found: "3: bone, liver, lung" });
    expect(of("sites", { burden: tumourBurden(lesions.slice(0, 2), []) }).present).toBe(false);
    expect(of("sites", { burden: null })).toMatchObject({ present: null, missing: "the lesions at baseline" });
  });
  it("of lesions known only as a sum no organ is absent, though one that is named can be present", () => {
    const sum = { id: "target-sum", role: "target" as const, organ: "all-targets" };
    const summed = { burden: tumourBurden([sum], []) };
    const needs = "the organ of each lesion at baseline";
    expect(of("sites", summed)).toMatchObject({ present: null, found: "", missing: needs });
    expect(of("liver", summed)).toMatchObject({ present: null, found: "", missing: needs });
    expect(of("royal-marsden", summed)).toMatchObject({ present: null, found: "0 to 3" });
    expect(of("liver", { burden: tumourBurden([sum, ...lesions], []) }).present).toBe(true);
    expect(of("sites", { burden: tumourBurden([sum, ...lesions], []) })).toMatchObject({
      present: true,
      found: "at least 3: bone, liver, lung",
    });
  });
  it.each([
    [250, false],
    [251, true],
  ])("LDH %d with a limit of 250: %s", (value, present) => {
    expect(of("ldh", { observations: [lab("LDH", "2024-01-05", value, "U/L", 250)] }).present).toBe(present);
  });
  it("blood of the second day of treatment is not before treatment", () => {
    expect(of("ldh", { observations: [lab("LDH", "2024-01-09", 900, "U/L", 250)] }).present).toBeNull();
  });
  it("the Royal Marsden score is told as soon as what is not known cannot change it", () => {
    const ldh = (value: number) => lab("LDH", "2024-01-05", value, "U/L", 250);
    const albumin = (value: number) => lab("ALB", "2024-01-05", value, "g/dL");
    // Three organs give one point.
    expect(of("royal-marsden", { observations: [ldh(300)] })).toMatchObject({ present: true, found: "2 to 3" });
    expect(of("royal-marsden", { observations: [ldh(200)] })).toMatchObject({ present: null, found: "1 to 2" });
    expect(of("royal-marsden", { observations: [ldh(200), albumin(3.5)] })).toMatchObject({
      present: false,
      found: "1",
    });
    expect(of("royal-marsden", { observations: [ldh(200), albumin(3.4)] })).toMatchObject({
      present: true,
      found: "2",
    });
  });
  it("markers that nobody tested are not absent", () => {
    const marker = (code: string, text: string) => ({ subject: "P", code, text });
    expect(of("mdm2").present).toBeNull();
    expect(of("mdm2", { biomarkers: [marker("MDM2", "not amplified")] }).present).toBe(false);
    expect(of("mdm2", { biomarkers: [marker("MDM2", "not amplified"), marker("MDM4", "amplified")] }).present).toBe(
      true,
    );
    expect(of("egfr", { biomarkers: [marker("EGFR", "sent")] })).toMatchObject({
      present: null,
      missing: "a word for EGFR that says altered or not",
    });
  });
});
