import { existsSync, readdirSync, readFileSync } from "node:fs";
import { studyCount } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { library } from "./library.ts";

const seeds = new URL("../../../../../shared/seeds/", import.meta.url);
const recipes = readdirSync(new URL("../../recipes/", import.meta.url)).map((f) => f.replace(/\.json$/, ""));
const rows = library().flatMap((review) => review.studies.map((row) => ({ ...row, review: review.id })));

describe("the library of published studies", () => {
  test("has the tables of the founding reviews that print rows", () => {
    // Counted by hand in the printed tables: 001 T1 and T2 have 7 and 2 rows; 002 T1 27 and T2 13 references, two of them
    // ([35], [41]) in both; 004 T1 36 rows.
    expect(library().map((r) => [r.id, studyCount(r.studies)])).toEqual([
      ["001", 9],
      ["002", 38],
      ["004", 36],
    ]);
  });

  test("each row cites its source: review, table, and how the row begins there", () => {
    for (const { source, review } of rows) {
      expect(["001", "002", "004"]).toContain(review);
      expect(source.table).toMatch(/^T[12]$/);
      expect(source.row.length).toBeGreaterThan(4);
      expect(source.marks.length, source.row).toBeGreaterThan(0);
    }
  });

  test("each recipe that a row names is there, and each recipe that a review's table describes is named by a row", () => {
    const named = new Set(rows.flatMap((row) => row.recipes));
    expect([...named].filter((id) => !recipes.includes(id))).toEqual([]);
    const inTables = recipes.filter((id) => {
      const { sources } = JSON.parse(readFileSync(new URL(`../../recipes/${id}.json`, import.meta.url), "utf8")) as {
        sources: string[];
      };
      // Table 1 and 2 of 001 and 002, table 1 of 004.
      return sources.some((s) => /^00[124] table/.test(s));
    });
    // 002 table 1 [65] is the immunoscore; MSI and PD-L1 of 50 % are told in the text of review 003.
    expect(inTables.filter((id) => !named.has(id))).toEqual(["marker-msi", "marker-pdl1-50"]);
  });

  test("review 001: 686 screened, 9 included, 7 of them radiogenomic", () => {
    const { flow } = library().find((r) => r.id === "001")!;
    expect(flow).toMatchObject({ screened: 686, included: 9, split: [{ n: 7 }, { n: 2 }] });
  });
});

describe.skipIf(!existsSync(seeds))("against the reviews' own text (skipped where ../shared/seeds is absent)", () => {
  const textOf = (review: string): string =>
    readFileSync(new URL(readdirSync(seeds).find((f) => f.startsWith(review))!, seeds), "utf8");
  const texts = existsSync(seeds) ? { "001": textOf("001"), "002": textOf("002"), "004": textOf("004") } : null;

  /** The printed row: one line in 001 and 004; in 002 rows run over many lines, and the table is taken whole. */
  function printed(review: string, table: string, row: string): string {
    const text = texts![review as "001" | "002" | "004"];
    if (review !== "002") return text.split("\n").find((line) => line.startsWith(row)) ?? "";
    const [first, second, third] = [1, 2, 3].map((n) => text.search(new RegExp(`^ Table ${n}$`, "m")));
    return table === "T1" ? text.slice(first, second) : text.slice(second, third);
  }

  test.each(
    rows.map((row) => [`${row.review} ${row.source.table}: ${row.source.row}`, row.analysis ?? "", row] as const),
  )("%s %s stands there with its figures", (_, __, { review, source, n, note }) => {
    const text = printed(review, source.table, source.row);
    expect(text).toContain(source.row);
    for (const mark of source.marks) expect(text).toContain(mark);
    // In 002 a figure must stand in what was copied of this very row, not somewhere in the table.
    const own = review === "002" ? `${source.row} ${source.marks.join(" ")}` : text;
    const told = (figure: number): boolean => new RegExp(`(?<![\\d.])${figure}(?![\\d.]\\d|\\d)`).test(own);
    const { total, development, validation } = n;
    // A sum of several sets is told in the note.
    for (const figure of [development, validation])
      if (figure !== null) expect(told(figure) || (note ?? "").includes(String(figure)), `${figure}`).toBe(true);
    if (total !== null)
      expect(
        told(total) || total === (development ?? 0) + (validation ?? 0) || (note ?? "").includes(String(total)),
        `${total}`,
      ).toBe(true);
  });

  test("review 001 prints the counts of the flow", () => {
    expect(texts!["001"]).toContain("Nine studies were included from 686 screened studies");
    expect(texts!["001"]).toContain("Seven studies were radiogenomic");
    expect(texts!["001"]).toContain("The remaining 2 were non-radiogenomic");
  });
});
