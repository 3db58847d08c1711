import type { LesionReading } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { lesionAgreements } from "./reader-agreement.ts";

const read = (reader: string, lesion: number, answers: Record<string, string>, more: object = {}): LesionReading =>
  ({
    subject: "S1",
    visit: "V0",
    lesion: `L${lesion}`,
    reader,
    state: "signed",
    form: "semantic",
    answers,
    ...more,
  }) as LesionReading;

/** Two readers' answers on one item from a table of counts: rows are A's words, columns B's. */
function readings(item: string, words: readonly string[], table: readonly (readonly number[])[]): LesionReading[] {
  let lesion = 0;
  return table.flatMap((row, r) =>
    row.flatMap((count, c) =>
      Array.from({ length: count }, () => {
        lesion++;
        return [read("A", lesion, { [item]: words[r]! }), read("B", lesion, { [item]: words[c]! })];
      }).flat(),
    ),
  );
}
const kappaOf = (item: string, words: readonly string[], table: readonly (readonly number[])[]) =>
  lesionAgreements(readings(item, words, table))[0]!.items.find((row) => row.item === item)!;

describe("agreement of two readers on lesions", () => {
  it("is R's unweighted kappa where the answers have no order", () => {
    // R 4, vcd 1.4: Kappa(matrix(c(7,1,1,0, 2,5,0,1, 0,1,6,1, 1,0,1,3), 4, byrow = TRUE)).
    const table = [
      [7, 1, 1, 0],
      [2, 5, 0, 1],
      [0, 1, 6, 1],
      [1, 0, 1, 3],
    ];
    const found = kappaOf("shape", ["round", "oval", "lobulated", "irregular"], table);
    expect(found).toMatchObject({ scans: 30, weights: "unweighted", reason: "" });
    expect(found.kappa).toBeCloseTo(0.593_984_962_406_01, 12);
    expect(found.lower).toBeCloseTo(0.373_738_687_1, 8);
    expect(found.upper).toBeCloseTo(0.814_231_237_7, 8);
  });

  it("is R's kappa with quadratic weights where they have one", () => {
    // vcd: Kappa(matrix(c(8,2,0, 1,6,2, 0,1,5), 3, byrow = TRUE), weights = "Fleiss-Cohen"), the weighted value.
    const table = [
      [8, 2, 0],
      [1, 6, 2],
      [0, 1, 5],
    ];
    const found = kappaOf("spiculation", ["none", "fine", "coarse"], table);
    expect(found).toMatchObject({ scans: 25, weights: "quadratic" });
    expect(found.kappa).toBeCloseTo(0.808_673_469_387_755, 12);
    expect(found.lower).toBeCloseTo(0.659_590_992_2, 8);
    expect(found.upper).toBeCloseTo(0.957_755_946_6, 8);
  });

  it("leaves out what does not apply and what one reader did not answer", () => {
    const list = [
      ...readings(
        "lepidics",
        ["none", "part"],
        [
          [3, 0],
          [1, 2],
        ],
      ),
      read("A", 90, { lepidics: "not-applicable" }),
      read("B", 90, { lepidics: "none" }),
      read("A", 91, { lepidics: "none" }),
      read("B", 91, { shape: "round" }),
    ];
    const [found] = lesionAgreements(list);
    expect(found!.items.find((i) => i.item === "lepidics")).toMatchObject({ scans: 6 });
    expect(found!.items.find((i) => i.item === "shape")).toMatchObject({
      scans: 0,
      kappa: null,
      reason: "no lesion was answered by both",
    });
  });

  it("pairs every two readers of a form; a draft and a reader without a common lesion do not count", () => {
    const answers = { shape: "round" };
    const pairs = lesionAgreements([
      ...["A", "B", "C"].map((reader) => read(reader, 1, answers)),
      read("D", 2, answers),
      read("E", 1, answers, { state: "draft" }),
      ...["A", "B"].map((reader) => read(reader, 1, { category: "4" }, { form: "bi-rads" })),
    ]);
    expect(pairs.map(({ form, readers }) => `${form} ${readers.join("")}`)).toEqual([
      "bi-rads AB",
      "semantic AB",
      "semantic AC",
      "semantic BC",
    ]);
  });

  it("refuses a lesion read twice by one reader", () => {
    expect(() => lesionAgreements([read("A", 1, {}), read("A", 1, {}), read("B", 1, {})])).toThrow(
      /A read S1, V0, L1 twice/,
    );
  });
});
