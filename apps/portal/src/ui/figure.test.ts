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

  it("is shown no smaller than letters of 9 px allow: by the width of its place, and beyond that it scrolls", () => {
    const svg = (width: number) => `<svg xmlns="x" viewBox="0 0 ${width} 10" width="${width}" height="10"></svg>`;
    const drawn = (wide: number, more: object = {}) =>
      renderToStaticMarkup(
        createElement(Figure, { svg: svg(wide), file: { name: "a-b", label: "Change", data }, ...more }),
      );
    const narrow = svg(320);
    expect(drawn(600, { narrow })).toMatch(/data-fits="column"[\s\S]*--least:540px[\s\S]*--least:288px/);
    expect(drawn(720, { narrow })).toContain('data-fits="broad"');
    expect(drawn(1300, { narrow, middle: svg(680) })).toMatch(/data-fits="page"[\s\S]*data-set="middle"/);
    // Without a narrow drawing it may scroll anywhere, so the keyboard comes to it.
    expect(drawn(900)).toMatch(/role="group" aria-label="Change" tabindex="0"/);
    // The rules of the sheet begin where nine tenths of the widest of each kind have room; 1 rem is 16 px.
    const sheet = readFileSync(join(src, "app/globals.css"), "utf8");
    const from = (fits: string) => {
      const block = sheet
        .split("@container ")
        .find((rules) => new RegExp(`"${fits}"\\] > \\.drawing\\[data-set="wide"\\]`).test(rules));
      return 16 * Number(/^\(min-width: ([\d.]+)rem\)/.exec(block ?? "")?.[1]);
    };
    expect(from("column")).toBeGreaterThanOrEqual(0.9 * 600);
    expect(from("broad")).toBeGreaterThanOrEqual(0.9 * 720);
    expect(from("page")).toBeGreaterThanOrEqual(0.9 * 1300);
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

  it("have no more than twelve digits, and whole numbers as they are", () => {
    // Floating point adds to 5.7 what is no digit of the figure.
    const noisy = { columns: ["change", "seed", "share"], rows: [[5.699999999999993, 1234567890123456, 1 / 3]] };
    expect(figureCsv(noisy, false)).toBe("change,seed,share\n5.7,1234567890123456,0.333333333333\n");
    expect(figureCsv({ columns: ["a"], rows: [[-0.1 - 0.2]] }, true)).toContain("-0.3,");
  });

  it("have a file name that every system takes", () => {
    expect(fileName("INS-D-004", "change")).toBe("ins-d-004-change");
    expect(fileName("Effect of", "../x: µ\n")).toBe("effect-of-..-x");
  });
});
