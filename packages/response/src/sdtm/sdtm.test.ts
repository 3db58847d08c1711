import { describe, expect, it } from "vitest";
import type { CourseTable } from "../testing/course-table.ts";
import { cells, sdtmOf as made } from "../testing/sdtm-of.ts";
import { SDTM_DOMAINS } from "./columns.ts";
import { demographicsRow } from "./demographics.ts";

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

  it("a target node without a figure is standardised by its short axis; merged and treated lesions are not done", () => {
    const { TR } = made(
      {
        days: [0, 60, 120],
        targets: { N1: [{ shortMm: 20 }, "too-small", "absent"], T1: [30, "merged", "treated"] },
        new: { N2: ["present", "not-evaluable", "not-imaged"] },
        lesions: { N1: { node: true }, N2: { role: "non-target", node: true } },
      },
      ["recist-1.1"],
    );
    const lesions = TR.filter((row) => row["TRLNKID"] !== undefined && row["VISIT"] !== "BL");
    expect(cells(lesions, "TRLNKID", "TRTESTCD", "TRORRES", "TRSTRESN", "TRREASND", "TRDTC")).toEqual([
      ["N1", "LPERP", "TOO SMALL TO MEASURE", 5, "", "2024-03-01"],
      ["T1", "LDIAM", "", "", "TUMOR MERGED", "2024-03-01"],
      ["N2", "LNSTATE", "", "", "NOT EVALUABLE", "2024-03-01"],
      ["N1", "LPERP", "ABSENT", 0, "", "2024-04-30"],
      ["T1", "LDIAM", "", "", "TREATED", "2024-04-30"],
      ["N2", "LNSTATE", "", "", "SCAN NOT PERFORMED", ""],
    ]);
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

describe("demographics in SDTM", () => {
  const subject = { key: "P-1", site: "north", arm: "a", sex: "unknown" } as const;
  it("has codelist terms, the later of last contact and death, and nothing that the record lacks", () => {
    const { row, unmapped } = demographicsRow({
      study: "EX",
      subject: {
        ...subject,
        ageYears: 61.5,
        race: "black-or-african-american",
        ethnicity: "not-reported",
        deathOn: "2024-11-30",
        lastContactOn: "2024-11-02",
      },
      arm: { code: "a", name: "Arm A" },
      country: "DEU",
    });
    expect(row).toMatchObject({
      USUBJID: "EX-P-1",
      SEX: "U",
      AGE: 61.5,
      RACE: "BLACK OR AFRICAN AMERICAN",
      COUNTRY: "DEU",
    });
    expect(row).toMatchObject({ ETHNIC: "NOT REPORTED", RFPENDTC: "2024-11-30", DTHFL: "Y", RFSTDTC: undefined });
    expect([...unmapped]).toEqual([]);
  });

  it("tells a country and an arm that SDTM would write otherwise", () => {
    const code = "pembrolizumab-and-chemotherapy";
    const { row, unmapped } = demographicsRow({ study: "EX", subject, arm: { code, name: "Both" }, country: "Canada" });
    expect(row).toMatchObject({ COUNTRY: "Canada", ARMCD: code, DTHFL: undefined, AGEU: undefined });
    expect([...unmapped.keys()]).toEqual(["COUNTRY Canada", `ARMCD (longer than 20 characters) ${code}`]);
  });
});
