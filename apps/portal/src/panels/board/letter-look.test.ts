import { expect, it } from "vitest";
import { type LetterWords, lookOf } from "./letter-look.ts";

/** Two criteria in 170 letters each; a decision of so many letters, and as many for its reason. */
const words = (letters: number): LetterWords => ({
  facts: "f".repeat(50),
  question: "q".repeat(40),
  responses: ["r".repeat(170), "r".repeat(170)],
  signs: "",
  decision: letters === 0 ? ["d".repeat(70)] : ["d".repeat(letters), "d".repeat(letters)],
  signature: letters === 0 ? [] : ["s".repeat(130), "h".repeat(64)],
  legend: "l".repeat(100),
});
const FIGURES = [
  { name: "course", heightPx: 364 },
  { name: "change", heightPx: 200 },
] as const;
const look = (letters: number, hasImages = true, figures: Parameters<typeof lookOf>[2] = FIGURES) => {
  const { letters: size, images, figures: shown } = lookOf(words(letters), hasImages, figures);
  return [size.split(" ")[0], images, shown.join()];
};

/*
 * By hand, at 688 px: a letter takes 0.57 of its size, a line of text-sm holds 86 of them and of text-xs 100; the page has 940 px.
 * Without a decision in text-sm: 66 + 40 + 124 + 288 (pictures) + 364 + 44 + 37, with six gaps of 12, are 1035; in text-xs 999,
 * and 64 less with the course 150 mm wide: 935.
 */
it("shows pictures and the course where they fit, in letters as large as they may be", () => {
  expect(look(0)).toEqual(["text-xs", "regular", "course"]);
  expect(lookOf(words(0), true, FIGURES).isCourseNarrow).toBe(true);
  // 95 px less are room for the ordinary letters, and one more is not.
  expect(look(0, true, [{ name: "course", heightPx: 269 }])).toEqual(["text-sm", "regular", "course,change"]);
  expect(look(0, true, [{ name: "course", heightPx: 270 }])).toEqual(["text-xs", "regular", "course"]);
});

it("drops pictures first, then figures, as texts grow, and holds still with none", () => {
  const order = [0, 200, 700, 1000, 1400, 2000, 6000].map((letters) => look(letters));
  expect(order[1]).toEqual(["text-xs", "small", "change"]);
  expect(order.at(-1)).toEqual(["text-[0.625rem]", null, ""]);
  const has = order.map(([, images]) => images !== null);
  expect(has, "none comes back once they are gone").toEqual([...has].sort((a, b) => Number(b) - Number(a)));
  expect(has.filter(Boolean).length).toBeLessThan(has.length - 1);
  const sizes = order.map(([size]) => ["text-sm", "text-xs", "text-[0.625rem]"].indexOf(size ?? ""));
  expect(sizes.slice(has.indexOf(false))).toEqual([...sizes.slice(has.indexOf(false))].sort());
});

it("counts the line breaks that were typed, and empty lines", () => {
  // By hand, with a course of 500 px: 66 + 40 + 124 + 500 + 44 + 37 and five gaps are 871 in text-sm; five lines more are 971.
  const tall = (decision: string) =>
    lookOf({ ...words(0), decision: [decision] }, false, [{ name: "course", heightPx: 500 }]);
  expect(tall("one two").letters).toBe("text-sm");
  expect(tall(`one${"\n".repeat(5)}two`).letters).toBe("text-xs");
});

it("has no room kept for pictures that there are not", () => {
  // 1035 − 300 + 212 are 947 in text-sm, 911 in text-xs.
  expect(look(0, false)).toEqual(["text-xs", null, "course,change"]);
});
