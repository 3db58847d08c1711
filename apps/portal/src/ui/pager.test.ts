import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Pager } from "./pager.tsx";

const shown = (page: number, total: number) =>
  renderToStaticMarkup(
    createElement(Pager, { page, pageSize: 25, total, what: "events", href: (n: number) => `/audit?page=${n}` }),
  );

it("says which rows stand on a page", () => {
  expect(shown(12, 290)).toContain("276–290 of 290 events");
  expect(shown(12, 290)).toContain("page 12 of 12");
  expect(shown(1, 0)).toContain("No events");
});

it("says of a page beyond the last that there is none, and leads to the last", () => {
  const html = shown(99, 290);
  expect(html).toContain("290 events, on 12 pages; there is no page 99");
  expect(html).toContain('href="/audit?page=12"');
  expect(html).not.toContain("290–290");
  expect(html).not.toContain("page 99 of 12");
  expect(shown(2, 3)).toContain('href="/audit?page=1"');
});
