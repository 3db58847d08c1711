import { describe, expect, it } from "vitest";
import { codeWords, responseClassWords } from "./code-words.ts";

describe("codes in words", () => {
  it.each<[string, string | null]>([
    ["os", "overall survival"],
    ["PFS", "progression-free survival"],
    ["NLR", "neutrophils to lymphocytes"],
    ["a code of this trial alone", null],
  ])("%s: %s", (code, words) => {
    expect(codeWords(code)).toBe(words);
  });

  it.each<[string, string | null]>([
    ["PD", "progression"],
    ["SD/PD", "stable disease, or progression"],
    ["PD/SD<C6", "progression, or stable disease for fewer than 6 cycles"],
    ["CR/PR/SD>=C6", "complete response, partial response, or stable disease for at least 6 cycles"],
    ["CR / PR", "complete response, or partial response"],
    ["yes", null],
    ["SD/unknown", null],
    ["", null],
  ])("%j: %s", (text, words) => {
    expect(responseClassWords(text)).toBe(words);
  });
});
