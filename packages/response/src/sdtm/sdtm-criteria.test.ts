import { test } from "@fast-check/vitest";
import type { CriterionId } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assessAll } from "../assess.ts";
import { CRITERIA } from "../criteria.ts";
import { arbitraryCourse } from "../testing/arbitrary-course.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";
import { cells, sdtmOf as made } from "../testing/sdtm-of.ts";
import { SDTM_DOMAINS } from "./columns.ts";
import { CATEGORY_TERM, RESPONSE_TESTS, TUMOUR_TESTS } from "./terms.ts";

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

  it("RANO 2.0 by volume: the volume alone, too small as 5 × 5 × 5 mm, and the sum of volumes", () => {
    // 8000 mm³ to 125: 100 × (125 − 8000) / 8000 = −98.4375 %.
    const { TR } = made(
      {
        days: [0, 60],
        targets: { G1: [{ volumeMm3: 8000 }, "too-small"] },
        course: { disease: "glioma" },
        options: { "rano-2.0": { measure: "volume" } },
      },
      ["rano-2.0"],
    );
    expect(cells(TR, "VISIT", "TRTESTCD", "TRORRES", "TRORRESU", "TRSTRESN")).toEqual([
      ["BL", "VOLUME", "8000", "mm3", 8000],
      ["BL", "SUMVOL", "8000", "mm3", 8000],
      ["V1", "VOLUME", "TOO SMALL TO MEASURE", "mm3", 125],
      ["V1", "SUMVOL", "125", "mm3", 125],
      ["V1", "PCBSV", "-98.4375", "%", -98.4375],
      ["V1", "PCNSV", "-98.4375", "%", -98.4375],
    ]);
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
