import { describe, expect, test } from "vitest";
import { EVIDENCE_LEVELS, evidenceOf, levelRank } from "./evidence-level.ts";
import { evidenceCells, evidenceTable, studyCount } from "./evidence-table.ts";
import { prismaFlow } from "./prisma-flow.ts";
import { type StudyRow, studyRow } from "./study.ts";

const row = (changed: Partial<Record<keyof StudyRow, unknown>> = {}) => ({
  study: "a-2020",
  authors: "A et al.",
  year: 2020,
  species: "human",
  tumours: ["nsclc"],
  modalities: ["CT"],
  design: { timing: "retrospective", centres: "single" },
  kind: "model",
  does: "develops",
  validation: "none",
  n: { unit: "patients", total: 40, development: 40, validation: null },
  endpoints: ["os"],
  inputs: "texture",
  result: "AUC 0.7",
  source: { table: "T1", row: "A et al., 2020" },
  ...changed,
});
const refusals = (parsed: { error?: { issues: readonly { path: PropertyKey[] }[] } }) =>
  parsed.error?.issues.map((i) => i.path.join("."));

describe("the level of evidence", () => {
  // Collins 2015, box 1: 1a development only; 1b with resampling; 2a random split; 2b split by time or place; 3 separate data;
  // 4 validation of a published model.
  test.each([
    ["none", "develops", "retrospective", "1a", "not-tested"],
    ["cross-validation", "develops", "retrospective", "1b", "resampled"],
    ["bootstrap", "develops", "retrospective", "1b", "resampled"],
    ["random-split", "develops", "retrospective", "2a", "held-out"],
    ["split-by-time", "develops", "both", "2b", "held-out"],
    ["split-by-place", "develops", "retrospective", "2b", "held-out"],
    ["held-out", "develops", "not-printed", "2a or 2b", "held-out"],
    ["unspecified", "develops", "not-printed", "2 or 3", "held-out"],
    ["separate-data", "develops", "retrospective", "3", "separate"],
    ["separate-data", "develops", "both", "3", "separate"],
    ["separate-data", "validates", "retrospective", "4", "separate"],
    ["separate-data", "validates", "prospective", "4", "prospective"],
    ["not-printed", "develops", "not-printed", null, "not-tested"],
  ] as const)("%s, %s, %s: TRIPOD type %s, %s", (validation, does, timing, tripod, level) => {
    const design = { timing, centres: "not-printed" as const };
    expect(evidenceOf({ kind: "model", does, validation, species: "human", design })).toEqual({ tripod, level });
  });

  test("an association is no prediction study, whatever it was seen again in; animals come first of all", () => {
    const design = { timing: "prospective", centres: "single" } as const;
    const of = (kind: "association" | "model", species: "human" | "mouse") =>
      evidenceOf({ kind, does: "develops", validation: "separate-data", species, design });
    expect(of("association", "human")).toEqual({ tripod: null, level: "association" });
    expect(of("model", "mouse")).toEqual({ tripod: "3", level: "animals" });
    expect(EVIDENCE_LEVELS.map((l) => levelRank(l.id))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe("a row of an evidence table", () => {
  test("a sound one is taken, and the level is no field of it", () => {
    expect(studyRow.safeParse(row()).success).toBe(true);
    expect(refusals(studyRow.safeParse({ ...row(), level: "prospective" }))).toEqual([""]);
  });

  test.each([
    [
      "a validation set without validation",
      { n: { unit: "patients", total: 40, development: 20, validation: 20 } },
      "n.validation",
    ],
    [
      "parts that are more than the whole",
      { validation: "held-out", n: { unit: "patients", total: 40, development: 30, validation: 11 } },
      "n.total",
    ],
    [
      "a published model tested on its own data",
      { does: "validates", n: { unit: "patients", total: 9, development: null, validation: null } },
      "validation",
    ],
    ["patients that are mice", { species: "mouse" }, "n.unit"],
    ["an unknown tumour", { tumours: ["lungs"] }, "tumours.0"],
    ["an unknown modality", { modalities: ["X-ray"] }, "modalities.0"],
    ["an unknown validation", { validation: "external" }, "validation"],
    ["no source", { source: { table: "T1", row: "" } }, "source.row"],
    ["a table without a number", { source: { table: "Table", row: "A" } }, "source.table"],
  ])("%s is refused", (_, changed, path) => {
    expect(refusals(studyRow.safeParse(row(changed)))).toEqual([path]);
  });
});

const table = (changed: object = {}) => ({
  schema: "nadir.evidence-table/1",
  id: "mine",
  title: "Mine",
  citation: "none",
  studies: [row(), row({ analysis: "again" }), row({ study: "b-2021", authors: "B, C" })],
  ...changed,
});

describe("an evidence table", () => {
  test("counts studies, not rows, and the flow must include as many", () => {
    const flow = { source: "s", identified: null, duplicates: null, screened: 2, assessed: null, included: 2 };
    const read = evidenceTable.parse(table({ flow }));
    expect(studyCount(read.studies)).toBe(2);
    expect(refusals(evidenceTable.safeParse(table({ flow: { ...flow, screened: 3, included: 3 } })))).toEqual([
      "flow.included",
    ]);
  });

  test("one study twice from one table without saying which analysis is refused", () => {
    expect(refusals(evidenceTable.safeParse(table({ studies: [row(), row()] })))).toEqual(["studies.1.analysis"]);
  });

  test("as cells: the computed level and the source stand in each row", () => {
    const { columns, rows } = evidenceCells([evidenceTable.parse(table())]);
    const at = (name: string) => columns.indexOf(name);
    expect(rows).toHaveLength(3);
    for (const cells of rows) expect(cells).toHaveLength(columns.length);
    expect([rows[0]![at("tripod")], rows[0]![at("level")], rows[0]![at("source")]]).toEqual([
      "1a",
      "not-tested",
      "mine T1: A et al., 2020",
    ]);
  });
});

describe("the flow of studies", () => {
  // By hand: 120 - 20 = 100; 100 - 60 - 10 = 30; 30 - 12 - 8 = 10; 7 + 3 = 10.
  const sound = {
    source: "by hand",
    identified: 120,
    duplicates: 20,
    screened: 100,
    excludedAtScreening: [
      { reason: "not MRI", n: 60 },
      { reason: "children", n: 10 },
    ],
    assessed: 30,
    excludedAfterAssessment: [
      { reason: "no outcome", n: 12 },
      { reason: "same patients", n: 8 },
    ],
    included: 10,
    split: [
      { label: "a", n: 7 },
      { label: "b", n: 3 },
    ],
  };

  test("adds up at every step", () => {
    expect(prismaFlow.safeParse(sound).success).toBe(true);
    const short = {
      ...sound,
      identified: null,
      duplicates: null,
      assessed: null,
      excludedAfterAssessment: [],
      included: 30,
      split: [],
    };
    expect(prismaFlow.safeParse(short).success).toBe(true);
  });

  test.each([
    ["screened", { duplicates: 19 }, "screened"],
    ["assessed", { assessed: 31, included: 11, split: [] }, "assessed"],
    ["included", { included: 11, split: [] }, "included"],
    ["kinds", { split: [{ label: "a", n: 7 }] }, "split"],
    ["duplicates of an unknown number", { identified: null }, "duplicates"],
    ["reasons after an assessment that is not told", { assessed: null, included: 30, split: [] }, "assessed"],
  ])("a flow whose numbers of %s do not add up is refused", (_, changed, path) => {
    expect(refusals(prismaFlow.safeParse({ ...sound, ...changed }))).toEqual([path]);
  });

  test("says by how much", () => {
    expect(prismaFlow.safeParse({ ...sound, duplicates: 19 }).error!.issues[0]!.message).toBe(
      "120 identified less 19 duplicates are 101, not 100.",
    );
  });
});
