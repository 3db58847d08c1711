import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Problems } from "./problems.tsx";
import { RefusedPage } from "./refused-page.tsx";

const problems = [{ code: "NOT_ALLOWED", message: "Your role in this trial does not let you decide." }];

it("a refused page has a heading, the sentence and a way back, and no code", () => {
  const html = renderToStaticMarkup(
    createElement(RefusedPage, {
      ...{ what: "The tumour board", problems },
      ...{ crumbs: [{ label: "A trial", href: "/trials/a" }], back: { href: "/trials/a", label: "Back to the trial" } },
    }),
  );
  expect(html).toMatch(/<h1[^>]*>The tumour board is not part of your role<\/h1>/);
  expect(html).toContain("does not let you decide");
  expect(html.match(/href="\/trials\/a"/g)).toHaveLength(2);
  expect(html).not.toContain("NOT_ALLOWED");
});

it("does not call a role what is refused for another reason", () => {
  const html = renderToStaticMarkup(
    createElement(RefusedPage, { what: "The plan", problems: [{ code: "LOCKED", message: "The data are locked." }] }),
  );
  expect(html).toContain("The plan cannot be shown");
  expect(html).not.toContain("role");
});

it("problems on a page are sentences, without their codes", () => {
  const html = renderToStaticMarkup(createElement(Problems, { problems }));
  expect(html).not.toContain("NOT_ALLOWED");
});
