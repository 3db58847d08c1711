import { measurement } from "@nadir/domain";
import { expect, test } from "vitest";
import { readerWords } from "./reader-words.ts";

test("a figure without a reader is not said to be read by somebody called import", () => {
  const { reader } = measurement.parse({ subject: "P-1", visit: "V1", lesion: "T1", longestMm: 20 });
  expect(readerWords(reader)).toBe("no reader named");
});

test("a reader's name stands as it is, an identifier by its beginning", () => {
  expect(readerWords("Reader 1")).toBe("Reader 1");
  expect(readerWords("0f3a9bde-5c1c-4a39-8d2e-1f2a3b4c5d6e")).toBe("reader 0f3a9b");
});
