import { parseResponseCase } from "@nadir/domain";
import { assess } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { casesOfCsv } from "./csv-cases.ts";

const HEAD = "case,treatment_start,visit,date,visit_role,lesion,lesion_role,organ,longest_mm,status,reader";
const table = (...rows: string[]) => casesOfCsv([HEAD, ...rows].join("\n"), "many.csv");
const BL = "P1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,50,,";

describe("cases of a table", () => {
  it("reads one case a patient, visits by date whatever the order of rows", () => {
    const { cases, problems } = table(
      "P1,,V1,2024-03-11,follow-up,T1,,,30,,",
      BL,
      "P2,2024-02-01,BL,2024-01-20,baseline,T1,target,lung,20,,",
      "P2,,V1,2024-04-01,follow-up,T1,,,,not-evaluable,",
      "P1,,V2,2024-05-11,follow-up,,,,,,",
    );
    expect(problems).toEqual([]);
    expect(cases.map(({ id }) => id)).toEqual(["P1", "P2"]);
    const answers = cases.map(({ document }) => assess(parseResponseCase(document), "recist-1.1"));
    expect(answers[0]?.visitOrder).toEqual(["V1", "V2"]);
    expect(Object.values(answers[0]?.visits ?? {}).map((visit) => visit.overall)).toEqual(["PR", "NE"]);
    expect(answers[1]?.visits.V1?.overall).toBe("NE");
  });

  it("keeps readers apart, and their order does not matter", () => {
    const rows = [
      "P1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,50,,A",
      "P1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,52,,B",
      "P1,,V1,2024-03-11,follow-up,T1,,,35,,A",
      "P1,,V1,2024-03-11,follow-up,T1,,,37,,B",
    ];
    const answer = (order: string[]) =>
      Object.fromEntries(
        table(...order).cases.map(({ id, document }) => [id, assess(parseResponseCase(document), "recist-1.1")]),
      );
    expect(Object.keys(answer(rows))).toEqual(["P1 (A)", "P1 (B)"]);
    expect(answer([...rows].reverse())).toEqual(answer(rows));
    expect(answer(rows)["P1 (A)"]?.visits.V1?.overall).toBe("PR");
    expect(answer(rows)["P1 (B)"]?.visits.V1?.overall).toBe("SD");
  });

  it("carries every field of a case: fragments, growth since the last scan, steroids, injection, radiotherapy", () => {
    const columns = {
      case: "P1",
      treatment_start: "2024-01-08",
      visit: "V1",
      date: "2024-03-04",
      visit_role: "follow-up",
      lesion: "T1",
      lesion_role: "target",
      organ: "liver",
      parts: "20x12|x9|7.5",
      non_target: "present",
      non_target_since_last: "increased",
      physiologic_steroids_only: "yes",
      ecog: "2",
      imaged: "yes",
      injected_from: "BL",
      local_radiotherapy_start: "2024-01-05",
      on_treatment_at_last_contact: "no",
    };
    const { cases } = casesOfCsv(`${Object.keys(columns).join(",")}\n${Object.values(columns).join(",")}`, "x.csv");
    expect(cases[0]?.document).toEqual({
      schema: "nadir.response-case/1",
      id: "P1",
      course: {
        disease: "solid-tumour",
        treatmentStart: "2024-01-08",
        radiotherapy: { start: "2024-01-05" },
        onTreatmentAtLastContact: false,
      },
      lesions: [{ id: "T1", role: "target", organ: "liver", injectedFrom: "BL" }],
      visits: [
        {
          id: "V1",
          date: "2024-03-04",
          role: "follow-up",
          nonTarget: { status: "present", sinceLast: "increased" },
          physiologicSteroidsOnly: true,
          ecog: 2,
          imaged: true,
          measurements: [{ lesion: "T1", parts: [{ longestMm: 20, shortMm: 12 }, { shortMm: 9 }, { longestMm: 7.5 }] }],
        },
      ],
    });
  });

  it("tells a fragment and a yes-or-no that cannot be read", () => {
    const head = "case,treatment_start,visit,date,visit_role,lesion,lesion_role,organ,parts,node";
    const { cases } = casesOfCsv(
      `${head}\nP1,2024-01-08,BL,2024-01-01,baseline,T1,target,liver,20 by 12,maybe`,
      "x.csv",
    );
    expect(cases[0]?.problems.map((problem) => problem.where?.column)).toEqual(["node", "parts"]);
  });

  it.each([
    ["a figure that is none", "P1,,V1,2024-03-11,follow-up,T1,,,3O,,", "NOT_A_NUMBER", "'3O'"],
    ["a measurement without a lesion", "P1,,V1,2024-03-11,follow-up,,,,30,,", "MEASUREMENT_WITHOUT_LESION", "visit V1"],
    ["two dates of one visit", "P1,,BL,2024-01-02,baseline,T1,,,50,,", "CONTRADICTION", "2024-01-01' in row 2"],
    ["two organs of one lesion", "P1,,V1,2024-03-11,follow-up,T1,,lung,30,,", "CONTRADICTION", "lesion T1"],
  ])("%s is refused with its row", (_, row, code, words) => {
    const [found] = table(BL, row).cases;
    expect(found?.document).toBeNull();
    expect(found?.problems[0]).toMatchObject({ code, where: { file: "many.csv", row: 3 } });
    expect(found?.problems[0]?.message).toContain("Case P1");
    expect(found?.problems[0]?.message).toContain(words);
  });

  it.each([
    ["case,size\nP1,3", "UNKNOWN_COLUMN"],
    ["case,visit\nP1,V1", "MISSING_COLUMN"],
    [HEAD, "NO_CASES"],
    ['case,visit\n"P1,V1', "NOT_CSV"],
  ])("a table that is none: %j", (text, code) => {
    expect(casesOfCsv(text, "x.csv").problems[0]?.code).toBe(code);
  });
});
