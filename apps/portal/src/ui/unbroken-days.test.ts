import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { UnbrokenDays } from "./unbroken-days.tsx";

it("a sentence keeps its words, and each day of it stays on one line", () => {
  const text = "Due 2026-11-29 to 2026-12-06, not 2026-13.";
  const html = renderToStaticMarkup(createElement(UnbrokenDays, { text }));
  expect(html.replace(/<[^>]*>/g, "")).toBe(text);
  expect([...html.matchAll(/nowrap">([^<]*)</g)].map(([, day]) => day)).toEqual(["2026-11-29", "2026-12-06"]);
});
