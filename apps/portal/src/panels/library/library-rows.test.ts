import { readFileSync } from "node:fs";
import { evidenceTable } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { countOf, filtered, type LibraryFilter, libraryRows, sorted } from "./library-rows.ts";

const file = (id: string) => new URL(`../../../../../packages/risk/library/${id}.json`, import.meta.url);
const tables = ["001", "002", "004"].map((id) => evidenceTable.parse(JSON.parse(readFileSync(file(id), "utf8"))));
const rows = libraryRows(tables);
const none: LibraryFilter = { search: "", tumour: "", modality: "", endpoint: "", validation: "" };
const studies = (filter: Partial<LibraryFilter>) => filtered(rows, { ...none, ...filter }).map((row) => row.study);

describe("the library's rows", () => {
  test("carry the computed level and their review", () => {
    expect(rows.find((r) => r.study === "korpics-2020")).toMatchObject({
      tripod: "4",
      level: "separate",
      review: "004",
    });
    expect(rows.find((r) => r.study === "mihaylov-2021")).toMatchObject({ level: "animals" });
  });

  test("are found by tumour, modality, endpoint, validation and words", () => {
    expect(studies({ tumour: "medulloblastoma" })).toEqual(["khatua-2020"]);
    expect(studies({ modality: "US" })).toEqual(["002-63"]);
    expect(studies({ endpoint: "tmb" })).toEqual(["he-2020"]);
    expect(studies({ validation: "random-split" })).toEqual(["khene-2020"]);
    expect(studies({ search: "VALLEY of nothing" })).toEqual([]);
    expect(studies({ search: "rao haemorrhage" })).toEqual(["rao-2016"]);
    expect(studies({ tumour: "renal", modality: "MR" })).toEqual([]);
  });

  test("are sorted by level and by n; what is not printed comes last both ways", () => {
    const ns = (direction: "ascending" | "descending") => sorted(rows, { by: "n", direction }).map(countOf);
    const printed = (list: (number | null)[]) => list.filter((n) => n !== null);
    expect(printed(ns("ascending"))).toEqual([...printed(ns("ascending"))].sort((a, b) => a - b));
    expect(ns("ascending").at(-1)).toBeNull();
    expect(ns("descending").at(-1)).toBeNull();
    expect(ns("descending")[0]).toBe(575);
    expect(sorted(rows, { by: "level", direction: "ascending" })[0]!.level).toBe("animals");
    expect(sorted(rows, { by: "study", direction: "ascending" })[0]!.authors).toBe("Alessandrino et al.");
  });
});
