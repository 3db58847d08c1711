import { describe, expect, it } from "vitest";
import { judgeHtml, judgePdf } from "./filed-paper.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const page = (body: string, style = "p{margin:0}"): Uint8Array => bytes(`<html><style>${style}</style>${body}</html>`);
const THIS = { harness: "0.1.0", statistics: "0.1.0", runtime: "Node 20", commit: "a".repeat(40) };
const EARLIER = { ...THIS, commit: "b".repeat(40) };
const of = (kept: Uint8Array, rendered: Uint8Array, rest: object = {}) => ({
  kept,
  rendered,
  resultIsFiled: true,
  setBy: EARLIER,
  now: THIS,
  ...rest,
});

describe("a filed page beside the same result set now", () => {
  const kept = page("<p>AUC 0.61 (0.44 to 0.78)</p>");

  it("is plain where the bytes are the same", () => {
    expect(judgeHtml(of(kept, kept, { setBy: null }))).toEqual({ ok: true, found: "same bytes" });
  });

  it("is no alarm where another version lays out the same words, and says which versions", () => {
    const found = judgeHtml(of(kept, page("<div><b>AUC</b> 0.61 (0.44 to 0.78)</div>", "p{margin:9px}")));
    expect(found.ok).toBe(true);
    expect(found.found).toContain("same words and figures, another layout");
    expect(found.found).toContain("commit bbbbbbbbbbbb");
    expect(found.found).toContain("this is version 0.1.0, commit aaaaaaaaaaaa");
  });

  it("is none where another version says more beside the same figures", () => {
    expect(judgeHtml(of(kept, page("<p>AUC (area) 0.61 (0.44 to 0.78), of 45</p>"), { setBy: null }))).toEqual({
      ok: true,
      found: "same figures, other words: set by an earlier version of the renderer, and unchanged since it was filed",
    });
  });

  it("names the figures that another version does not print, and is an alarm where this very version set them", () => {
    const other = page("<p>AUC 0.81 (0.44 to 0.78)</p>");
    for (const [setBy, ok] of [
      [null, true],
      [EARLIER, true],
      [{ ...THIS }, false],
    ])
      expect(judgeHtml(of(other, kept, { setBy }))).toMatchObject({
        ok,
        found: expect.stringContaining("it prints a figure that this version does not print there (0.81)"),
      });
  });

  it("is an alarm where this very version gives another layout, and where the result is not the filed one", () => {
    const other = page("<p>AUC 0.61 (0.44 to 0.78)</p>", "p{margin:9px}");
    expect(judgeHtml(of(kept, other, { setBy: { ...THIS } }))).toEqual({
      ok: false,
      found: "same words and figures, another layout, though this very version set it",
    });
    expect(judgeHtml(of(kept, other, { resultIsFiled: false }))).toEqual({
      ok: false,
      found: "the filed page shows another result than the one that was given",
    });
  });
});

describe("a filed PDF beside the same result set now", () => {
  it.each([
    [{}, true, /another layout: set by another version.*unchanged since it was filed/],
    [{ setBy: null }, true, /set by an earlier version/],
    [{ setBy: { ...THIS } }, false, /other bytes, though this very version set it/],
    [{ resultIsFiled: false }, false, /another result/],
  ])("of %j holds: %j", (rest, ok, found) => {
    const judged = judgePdf(of(bytes("%PDF-a"), bytes("%PDF-b"), rest));
    expect(judged.ok).toBe(ok);
    expect(judged.found).toMatch(found);
  });
});
