import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Figure, type FigureFile } from "./figure.tsx";
import { figureCsv, fileName } from "./figure-table.ts";

const src = fileURLToPath(new URL("..", import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => join(src, file));

const data = {
  columns: ["day", "change"],
  rows: [
    [0, 0],
    [42, -30.5],
  ],
};
const shown = (file: Partial<FigureFile> = {}) =>
  renderToStaticMarkup(
    createElement(Figure, { svg: "<svg></svg>", file: { name: "a-b", label: "Change", data, ...file } }),
  );

describe("a figure of a page", () => {
  it("is taken away as data, SVG and PNG from the frame in which it is drawn", () => {
    const html = shown();
    expect(html).toMatch(/^<figure [^>]*data-figure-frame/);
    for (const label of ["Change: data as CSV", "Change: SVG", "Change: PNG"])
      expect(html).toContain(`aria-label="${label}"`);
    expect(shown({ data: "/api/tables/t/x" })).toContain('href="/api/tables/t/x"');
  });

  it("is the only way by which a page shows a chart, beside the linked plots of the cohort and the sheet to print", () => {
    const drawing = sources.filter((file) => readFileSync(file, "utf8").includes("dangerouslySetInnerHTML"));
    expect(drawing.map((file) => relative(src, file)).sort()).toEqual([
      "panels/board/letter-figures.tsx",
      "panels/cohort/linked-figure.tsx",
      "ui/figure.tsx",
    ]);
    const linked = readFileSync(join(src, "panels/cohort/linked-figure.tsx"), "utf8");
    expect(linked).toMatch(/FIGURE_FRAME[\s\S]*<FigureFiles/);
  });
});

describe("the data of a figure", () => {
  it("say in each row that they rest on simulated scans", () => {
    expect(figureCsv(data, false)).toBe("day,change\n0,0\n42,-30.5\n");
    expect(figureCsv(data, true)).toBe(
      "day,change,origin\n0,0,simulated follow-up of a real scan\n42,-30.5,simulated follow-up of a real scan\n",
    );
  });

  it("have a file name that every system takes", () => {
    expect(fileName("INS-D-004", "change")).toBe("ins-d-004-change");
    expect(fileName("Effect of", "../x: µ\n")).toBe("effect-of-..-x");
  });
});
