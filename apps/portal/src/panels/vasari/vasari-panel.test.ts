import type { Patient } from "@nadir/api/read";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { VasariTable } from "./vasari-table.tsx";

const answer = (id: "f5" | "f7" | "f9" | "f10" | "f14", code: number | null, reason: string | null, figure?: number) =>
  ({ id, code, reason, measured: figure ?? null, unit: id === "f9" ? "foci" : "1" }) as const;
const mask: Patient["vasariMasks"][number] = {
  visit: "BL",
  lesion: "T1",
  image: "T1 post-contrast",
  author: "source",
  labels: ["1=necrosis", "2=non-enhancing+oedema", "4=enhancing"],
  answers: [
    answer("f5", 4, null, 0.25),
    answer("f7", 4, null, 0.1),
    answer("f9", 2, null, 2),
    answer("f10", null, "the guide gives no bounds of the ratio between its answers", 0.35),
    answer("f14", null, "label 2 holds non-enhancing and oedema together"),
  ],
};
const form = (reader: string, answers: object): Patient["vasari"][number] =>
  ({ visit: "BL", reader, state: "signed", signature: null, ...answers }) as Patient["vasari"][number];
const rowsOf = (forms: readonly Patient["vasari"][number][], onlyMasked = false): Map<string, string> => {
  const html = renderToStaticMarkup(createElement(VasariTable, { visits: ["BL"], forms, masks: [mask], onlyMasked }));
  const rows = html.split("<tr>").map((row) =>
    row
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  return new Map(rows.map((row) => [/\bf\d+/.exec(row)?.[0] ?? "", row]));
};

describe("what the masks say beside a reader's VASARI answers", () => {
  it("agrees, differs, or has no code with the reason; the figure stands beside", () => {
    const rows = rowsOf([form("r1", { f5: 4, f7: 5, f9: 3, f14: 5 })]);
    expect(rows.get("f5")).toContain("4 6–33% 4 6–33% (25.0 %) ● agrees");
    expect(rows.get("f7")).toContain("5 34–67% 4 6–33% (10.0 %) ▲ differs");
    // A mask counts foci: multicentric disease is several.
    expect(rows.get("f9")).toContain("3 multicentric 2 multifocal (2 foci) ● agrees");
    expect(rows.get("f10")).toContain("ratio 0.35; not computable: the guide gives no bounds");
    expect(rows.get("f14")).toContain("not computable: label 2 holds non-enhancing and oedema together");
    expect(rows.get("f4")).toBe("Enhancement quality f4 not read");
  });

  it("is not compared with an item that was left out or has no answer, and names the readers where there are two", () => {
    const rows = rowsOf([form("r1", { f5: 9 }), form("r2", { f5: 4, f9: 4 })]);
    expect(rows.get("f5")).toContain("not compared: the reader says: indeterminate ● agrees r2");
    expect(rows.get("f7")).toBe("Proportion necrosis f7 not read not read 4 6–33% (10.0 %)");
    expect(rows.get("f9")).toContain("not compared: foci of a mask do not tell gliomatosis");
  });

  it("shows a reader the items that masks answer, and no others", () => {
    expect([...rowsOf([form("r1", { f5: 4 })], true).keys()].filter(Boolean)).toEqual(["f5", "f7", "f9", "f10", "f14"]);
  });
});
