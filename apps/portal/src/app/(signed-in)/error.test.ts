import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import GlobalError from "../global-error.tsx";
import PageError from "./error.tsx";

const textOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("a page that failed", () => {
  const shown = (error: unknown) => renderToStaticMarkup(createElement(PageError, { error, retry: () => undefined }));

  it("says so as an alert, tells what the operator looks for, and offers to try again", () => {
    const html = shown(Object.assign(new Error("relation record.visit is gone"), { digest: "2781903" }));
    expect(html).toMatch(/^<div role="alert">/);
    expect(textOf(html)).toContain("nothing was changed. The operator finds it in the log under 2781903");
    expect(html).toMatch(/<button[^>]*>Try again<\/button>/);
  });

  it("shows nothing of the error itself", () => {
    for (const error of [new Error("relation record.visit is gone"), "P-007", null, { message: "P-007" }]) {
      expect(shown(error)).not.toMatch(/record\.visit|P-007/);
      expect(renderToStaticMarkup(createElement(GlobalError, { error }))).not.toMatch(/record\.visit|P-007/);
    }
  });

  it("is a whole document where even the frame failed", () => {
    const html = renderToStaticMarkup(createElement(GlobalError, { error: { digest: "99" } }));
    expect(html).toMatch(/^<html lang="en">/);
    expect(textOf(html)).toContain("tell the operator the number 99");
  });
});
