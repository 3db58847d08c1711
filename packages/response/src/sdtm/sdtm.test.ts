import { test } from "@fast-check/vitest";
import type { CriterionId } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assessAll } from "../assess.ts";
import { CRITERIA } from "../criteria.ts";
import { arbitraryCourse } from "../testing/arbitrary-course.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";
import { SDTM_DOMAINS, type SdtmRow } from "./columns.ts";
import type { SdtmSubject } from "./subject.ts";
import { sdtmRows } from "./tables.ts";
import { CATEGORY_TERM, RESPONSE_TESTS, TUMOUR_TESTS } from "./terms.ts";

/** The cells of some columns, row by row. */
const cells = (rows: readonly SdtmRow[], ...names: string[]) => rows.map((row) => names.map((name) => row[name] ?? ""));

function made(table: CourseTable, criteria: readonly CriterionId[], more: Partial<SdtmSubject> = {}) {
  const document = courseTable(table);
  const outcomes = Object.values(assessAll(document, criteria));
  const base = { study: "EX", document, outcomes, planned: [], evaluator: null, scanNotDone: {} } as const;
  return sdtmRows({ ...base, ...more });
}

/**
 * RECIST 1.1, treatment from 2024-01-08. T1 liver 60, N1 a node of 20 mm short axis, T2 20: baseline sum 60 + 20 + 20 = 100.
 * V1 (2024-03-01): 36 + 12 + too small (5) = 53; 100 × (53 − 100) / 100 = −47: PR.
 * V2 (2024-05-01): T1 not evaluable, so no sum: NE.
 * V3 (2024-07-01): 36 + 12 + 5 = 53, and X1 of 11 mm is new: PD.
 */
const RECIST: CourseTable = {
  days: [0, 60, 121, 182],
  targets: {
    T1: [60, 36, "not-evaluable", 36],
    N1: [{ shortMm: 20 }, { shortMm: 12 }, { shortMm: 12 }, { shortMm: 12 }],
    T2: [20, "too-small", "too-small", "too-small"],
  },
  new: { NT1: ["present", "present", "not-evaluable", "present"], X1: [null, null, null, 11] },
  lesions: {
    N1: { node: true, organ: "lymph-node" },
    NT1: { role: "non-target", organ: "lung" },
  },
  nonTarget: ["present", "present", "not-evaluable", "present"],
  at: { 0: { modality: "CT" }, 1: { modality: "CT" } },
};

describe("a RECIST 1.1 course in SDTM", () => {
  const { TU, TR, RS, unmapped } = made(RECIST, ["recist-1.1"], { evaluator: "INVESTIGATOR" });
  const at = (visit: string) => TR.filter((row) => row["VISIT"] === visit);

  it("identifies targets and non-target disease at the baseline and the new lesion where it is seen", () => {
    expect(cells(TU, "TUSEQ", "TULNKID", "TUORRES", "TULOC", "TUMETHOD", "VISITNUM", "TUDTC", "TUDY")).toEqual([
      [1, "T1", "TARGET", "LIVER", "CT SCAN", 1, "2024-01-01", -7],
      [2, "N1", "TARGET", "LYMPH NODE", "CT SCAN", 1, "2024-01-01", -7],
      [3, "T2", "TARGET", "LIVER", "CT SCAN", 1, "2024-01-01", -7],
      [4, "NT1", "NON-TARGET", "LUNG", "CT SCAN", 1, "2024-01-01", -7],
      // 2024-07-01 is 175 days after 2024-01-08, so study day 176.
      [5, "X1", "NEW", "LIVER", "", 4, "2024-07-01", 176],
    ]);
    expect(new Set(TU.map((row) => row["TUTESTCD"]))).toEqual(new Set(["TUMIDENT"]));
  });

  it("gives longest diameter or short axis, too small as the 5 mm that were added, and the engine's sums", () => {
    const results = ["TRGRPID", "TRLNKID", "TRTESTCD", "TRORRES", "TRSTRESN", "TRSTRESU", "TRCAT"];
    expect(cells(at("V1"), ...results)).toEqual([
      ["TARGET", "T1", "LDIAM", "36", 36, "mm", ""],
      ["TARGET", "N1", "LPERP", "12", 12, "mm", ""],
      ["TARGET", "T2", "LDIAM", "TOO SMALL TO MEASURE", 5, "mm", ""],
      ["NON-TARGET", "NT1", "TUMSTATE", "PRESENT", "", "", ""],
      ["TARGET", "", "SUMDIAM", "53", 53, "mm", "RECIST 1.1"],
      ["TARGET", "", "PCBSD", "-47", -47, "%", "RECIST 1.1"],
      ["TARGET", "", "PCNSD", "-47", -47, "%", "RECIST 1.1"],
    ]);
    expect(cells(at("BL").slice(-1), ...results)).toEqual([["TARGET", "", "SUMDIAM", "100", 100, "mm", "RECIST 1.1"]]);
    expect(cells(at("V1"), "TRDRVFL").flat()).toEqual(["", "", "", "", "Y", "Y", "Y"]);
    // 2024-03-01 is 53 days after the first day of treatment.
    expect(cells(at("V1").slice(0, 1), "TRDTC", "TRDY", "TRMETHOD", "TREVAL", "TRLNKGRP")).toEqual([
      ["2024-03-01", 54, "CT SCAN", "INVESTIGATOR", "V1"],
    ]);
  });

  it("says not done and why of what could not be evaluated, and gives no sum then", () => {
    expect(cells(at("V2"), "TRLNKID", "TRTESTCD", "TRORRES", "TRSTAT", "TRREASND")).toEqual([
      ["T1", "LDIAM", "", "NOT DONE", "NOT EVALUABLE"],
      ["N1", "LPERP", "12", "", ""],
      ["T2", "LDIAM", "TOO SMALL TO MEASURE", "", ""],
      ["NT1", "TUMSTATE", "", "NOT DONE", "NOT EVALUABLE"],
    ]);
  });

  it("has the new lesion's state and its size", () => {
    const own = at("V3").filter((row) => row["TRLNKID"] === "X1");
    expect(cells(own, "TRGRPID", "TRTESTCD", "TRORRES", "TRSTRESC")).toEqual([
      ["NEW", "TUMSTATE", "PRESENT", "PRESENT"],
      ["NEW", "LDIAM", "11", "11"],
    ]);
  });

  it("has target, non-target, new lesion and overall response, and the best without and with confirmation", () => {
    expect(cells(RS, "RSTESTCD", "RSCAT", "RSSCAT", "RSORRES", "RSSTRESC", "VISIT", "RSDY")).toEqual([
      ["TRGRESP", "RECIST 1.1", "", "PR", "PR", "V1", 54],
      ["NTRGRESP", "RECIST 1.1", "", "NON-CR/NON-PD", "NON-CR/NON-PD", "V1", 54],
      ["OVRLRESP", "RECIST 1.1", "", "PR", "PR", "V1", 54],
      ["TRGRESP", "RECIST 1.1", "", "NE", "NE", "V2", 115],
      ["NTRGRESP", "RECIST 1.1", "", "NE", "NE", "V2", 115],
      ["OVRLRESP", "RECIST 1.1", "", "NE", "NE", "V2", 115],
      ["TRGRESP", "RECIST 1.1", "", "PR", "PR", "V3", 176],
      ["NTRGRESP", "RECIST 1.1", "", "NON-CR/NON-PD", "NON-CR/NON-PD", "V3", 176],
      ["NEWLPROG", "RECIST 1.1", "", "UNEQUIVOCAL", "UNEQUIVOCAL", "V3", 176],
      ["OVRLRESP", "RECIST 1.1", "", "PD", "PD", "V3", 176],
      // Never confirmed: the next evaluable visit is PD. SD, since the PR came later than 42 days.
      ["BESTRESP", "RECIST 1.1", "UNCONFIRMED", "PR", "PR", "", ""],
      ["BESTRESP", "RECIST 1.1", "CONFIRMED", "SD", "SD", "", ""],
    ]);
    expect([...unmapped]).toEqual([]);
  });

  it("numbers the rows of each domain from 1, and has no cell without a column", () => {
    for (const [domain, rows] of Object.entries({ TU, TR, RS })) {
      expect(rows.map((row) => row[`${domain}SEQ`])).toEqual(rows.map((_, i) => i + 1));
      const columns = SDTM_DOMAINS.find(({ name }) => name === domain)!.columns.map(({ name }) => name);
      expect(rows.flatMap((row) => Object.keys(row)).filter((name) => !columns.includes(name))).toEqual([]);
    }
  });
});

describe("other readings in SDTM", () => {
  it("a visit without a scan: not done, undated, with the reason where one was recorded", () => {
    const table: CourseTable = { days: [0, 60], targets: { T1: [30, null] }, at: { 1: { imaged: false } } };
    const { TR } = made(table, ["recist-1.1"], { scanNotDone: { V1: "patient too ill" } });
    expect(cells(TR.slice(-1), "VISIT", "TRSTAT", "TRREASND", "TRDTC", "TRDY")).toEqual([
      ["V1", "NOT DONE", "patient too ill", "", ""],
    ]);
    expect(made(table, ["recist-1.1"]).TR.at(-1)?.["TRREASND"]).toBe("SCAN NOT PERFORMED");
  });

  it("a split lesion: its parts under numbers of their own, the sum over them", () => {
    // 12 + 9 = 21 of 30 mm: −30 %.
    const parts = [{ longestMm: 12 }, { longestMm: 9 }];
    const { TU, TR } = made({ days: [0, 60], targets: { T1: [30, { parts }] } }, ["recist-1.1"]);
    expect(cells(TU, "TULNKID", "TUTESTCD", "TUGRPID", "VISIT")).toEqual([
      ["T1", "TUMIDENT", "", "BL"],
      ["T1.1", "TUSPLIT", "T1", "V1"],
      ["T1.2", "TUSPLIT", "T1", "V1"],
    ]);
    expect(cells(TR.slice(2, 6), "TRLNKID", "TRTESTCD", "TRSTRESN")).toEqual([
      ["T1.1", "LDIAM", 12],
      ["T1.2", "LDIAM", 9],
      ["", "SUMDIAM", 21],
      ["", "PCBSD", -30],
    ]);
  });

  it("a word without a term stays as it is and is told", () => {
    const { TR, unmapped } = made(
      { days: [0, 60], targets: { T1: [30, 30] }, nonTarget: ["present", "unequivocal-progression"] },
      ["recist-1.1"],
    );
    const whole = TR.filter((row) => row["TRGRPID"] === "NON-TARGET");
    expect(cells(whole, "TRLNKID", "TRORRES", "TRSTRESC")).toEqual([
      ["", "PRESENT", "PRESENT"],
      ["", "UNEQUIVOCAL PROGRESSION", ""],
    ]);
    expect([...unmapped]).toEqual([["TRSTRESC (TUMSTATE) UNEQUIVOCAL PROGRESSION", 1]]);
  });

  it("a node read by eye is pathological or not; an equivocal new lesion is so until it proves real", () => {
    const { TR, RS } = made(
      {
        days: [0, 60, 120],
        targets: { T1: [30, 30, 30] },
        new: { N2: ["present", "absent", "absent"], X1: [null, 8, 8], X2: [null, 8, 8] },
        lesions: {
          N2: { role: "non-target", node: true, organ: "lymph-node" },
          X1: { certainty: "equivocal" },
          X2: { certainty: "equivocal", confirmedAt: "V2" },
        },
      },
      ["recist-1.1"],
    );
    const states = TR.filter((row) => String(row["TRTESTCD"]).endsWith("STATE"));
    expect(cells(states, "VISIT", "TRLNKID", "TRTESTCD", "TRORRES", "TRSTRESC")).toEqual([
      ["BL", "N2", "LNSTATE", "PRESENT", "PATHOLOGICAL"],
      ["V1", "N2", "LNSTATE", "ABSENT", "NON-PATHOLOGICAL"],
      ["V1", "X1", "TUMSTATE", "EQUIVOCAL", "EQUIVOCAL"],
      ["V1", "X2", "TUMSTATE", "EQUIVOCAL", "EQUIVOCAL"],
      ["V2", "N2", "LNSTATE", "ABSENT", "NON-PATHOLOGICAL"],
      ["V2", "X1", "TUMSTATE", "EQUIVOCAL", "EQUIVOCAL"],
      ["V2", "X2", "TUMSTATE", "PRESENT", "PRESENT"],
    ]);
    // The engine dates the progression to where X2 was first seen.
    expect(RS.find((row) => row["RSTESTCD"] === "NEWLPROG")).toMatchObject({ VISIT: "V1", RSORRES: "UNEQUIVOCAL" });
  });

  it("planned visits have the schedule's numbers, those between them hundredths", () => {
    const { RS } = made({ days: [0, 60, 70, 120], targets: { T1: [30, 30, 30, 30] } }, ["recist-1.1"], {
      planned: ["BL", "V1", "V3"],
    });
    const overall = RS.filter((row) => row["RSTESTCD"] === "OVRLRESP");
    expect(cells(overall, "VISIT", "VISITNUM")).toEqual([
      ["V1", 2],
      ["V2", 2.01],
      ["V3", 3],
    ]);
  });
});

describe("other criteria in SDTM", () => {
  it("iRECIST: iUPD with its term, the new lesion as an indicator, the sum of new lesions apart", () => {
    // 100 to 125 is +25 % and +25 mm over the nadir: iUPD; X1 of 12 mm is new and apart from the targets.
    const { TR, RS, unmapped } = made({ days: [0, 63], targets: { T1: [100, 125] }, new: { X1: [null, 12] } }, [
      "irecist",
    ]);
    expect(cells(RS, "RSTESTCD", "RSCAT", "RSORRES", "RSSTRESC", "RSSTAT", "RSREASND")).toEqual([
      ["TRGRESP", "iRECIST", "iUPD", "iUPD", "", ""],
      ["NTRGRESP", "iRECIST", "", "", "NOT DONE", "SUBJECT DOES NOT HAVE NON-TARGET TUMORS"],
      ["NEWLIND", "iRECIST", "Y", "Y", "", ""],
      ["OVRLRESP", "iRECIST", "iUPD", "iUPD", "", ""],
      ["BESTRESP", "iRECIST", "iUPD", "iUPD", "", ""],
      ["BESTRESP", "iRECIST", "iUPD", "iUPD", "", ""],
    ]);
    const sums = TR.filter((row) => row["TRTESTCD"] === "SUMDIAM" && row["VISIT"] === "V1");
    expect(cells(sums, "TRGRPID", "TRSTRESN")).toEqual([
      ["TARGET", 125],
      ["NEW", 12],
    ]);
    expect([...unmapped]).toEqual([]);
  });

  it("RANO 2010: both diameters, their product and the sum of the products", () => {
    // 40 × 30 + 20 × 10 = 1400 mm²; then 30 × 20 + 20 × 10 = 800: 100 × (800 − 1400) / 1400 = −42.857… %.
    const { TR, RS } = made(
      {
        days: [0, 60],
        targets: {
          G1: [
            [40, 30],
            [30, 20],
          ],
          G2: [
            [20, 10],
            [20, 10],
          ],
        },
        course: { disease: "glioma" },
      },
      ["rano-2010"],
    );
    const at = TR.filter((row) => row["VISIT"] === "V1");
    expect(cells(at, "TRLNKID", "TRTESTCD", "TRORRESU", "TRSTRESN").slice(0, 7)).toEqual([
      ["G1", "LDIAM", "mm", 30],
      ["G1", "LPERP", "mm", 20],
      ["G1", "PPD", "mm2", 600],
      ["G2", "LDIAM", "mm", 20],
      ["G2", "LPERP", "mm", 10],
      ["G2", "PPD", "mm2", 200],
      ["", "SUMPPD", "mm2", 800],
    ]);
    expect(at[7]).toMatchObject({ TRTESTCD: "PCBSPPD", TRORRESU: "%", TRCAT: "RANO" });
    expect(at[7]?.["TRSTRESN"]).toBeCloseTo(-600 / 14, 10);
    expect(RS.filter((row) => row["RSTESTCD"] === "TRGRESP")[0]).toMatchObject({ RSCAT: "RANO", RSSTRESC: "SD" });
  });

  it("irRECIST: the sum that holds the new lesion is of no group", () => {
    // 50 mm, then 50 + 11 of the new lesion.
    const { TR } = made({ days: [0, 60], targets: { T1: [50, 50] }, new: { X1: [null, 11] } }, ["irrecist"]);
    const sums = TR.filter((row) => row["TRTESTCD"] === "SUMDIAM");
    expect(cells(sums, "VISIT", "TRGRPID", "TRSTRESN")).toEqual([
      ["BL", "", 50],
      ["V1", "", 61],
    ]);
  });

  it("modified RANO: once its reference has restarted, a change from it is no change from the lowest sum", () => {
    // 20 × 20 = 400, then 30 × 20 = 600: +50 % from the lowest, pPD. Then 30.5 × 20 = 610, +52.5 % from the 400, but no further
    // 25 % over the 600: not confirmed, and the reference is the 600 from then on, while the lowest sum is still 400.
    const table: CourseTable = {
      days: [0, 60, 100, 160],
      targets: {
        G1: [
          [20, 20],
          [30, 20],
          [30.5, 20],
          [30.5, 20],
        ],
      },
      course: { disease: "glioma" },
    };
    const { TR, unmapped } = made(table, ["mrano"]);
    const changes = TR.filter((row) => row["TRTESTCD"] === "PCNSPPD");
    expect(cells(changes, "VISIT", "TRSTRESN")).toEqual([
      ["V1", 50],
      ["V2", 52.5],
    ]);
    expect(unmapped.get("TRTESTCD change in per cent from a reference that is not the lowest sum (mrano)")).toBe(1);
  });

  it("two criteria stand side by side; one without a term has its own name, told once a row", () => {
    const { RS, unmapped } = made({ days: [0, 60], targets: { T1: [30, 15] } }, ["recist-1.1", "imrecist"]);
    expect(new Set(RS.map((row) => row["RSCAT"]))).toEqual(new Set(["RECIST 1.1", "imRECIST"]));
    const last = RS.at(-1);
    expect([last?.["RSORRES"], last?.["RSSTRESC"]]).toEqual(["imSD", undefined]);
    expect(unmapped.get("RSCAT imRECIST")).toBe(RS.filter((row) => row["RSCAT"] === "imRECIST").length);
  });
});

test.prop([arbitraryCourse], { seed: 20240108, numRuns: 60 })(
  "of any course: each result has its lesion, and is either given or not done; no result stands twice; labels are the engine's",
  (table) => {
    const document = courseTable(table);
    const all = assessAll(document, [...CRITERIA.keys()], { trace: false });
    const { TU, TR, RS } = made(table, [...CRITERIA.keys()] as CriterionId[]);
    const lesions = new Set(TU.map((row) => row["TULNKID"]));
    for (const row of TR) {
      if (row["TRLNKID"] !== undefined) expect(lesions).toContain(row["TRLNKID"]);
      expect(row["TRSTAT"] === undefined).toBe(row["TRORRES"] !== undefined);
      expect(row["TRSTAT"] === undefined).toBe(row["TRREASND"] === undefined);
      if (row["TRSTRESN"] !== undefined) expect(row["TRSTRESC"]).toBe(String(row["TRSTRESN"]));
    }
    for (const row of RS) expect(row["RSSTAT"] === undefined).toBe(row["RSORRES"] !== undefined);
    const keys = TR.map((row) => cells([row], "VISIT", "TRLNKID", "TRGRPID", "TRTESTCD", "TRCAT").join());
    expect(new Set(keys).size).toBe(keys.length);
    const overall = RS.filter((row) => row["RSTESTCD"] === "OVRLRESP").map((row) => row["RSORRES"]);
    expect(overall).toEqual(Object.values(all).flatMap((one) => one.visitOrder.map((id) => one.visits[id]!.overall)));
  },
);

it("names of tests fit the 40 and codes the 8 characters that SDTM allows", () => {
  for (const [code, name] of Object.entries({ ...TUMOUR_TESTS, ...RESPONSE_TESTS })) {
    expect(code).toMatch(/^[A-Z][A-Z0-9]{1,7}$/);
    expect(name.length).toBeLessThanOrEqual(40);
  }
  for (const { columns } of SDTM_DOMAINS) for (const { label } of columns) expect(label.length).toBeLessThanOrEqual(40);
  expect(Object.keys(CATEGORY_TERM)).toHaveLength(11);
});
