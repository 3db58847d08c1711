import { expect, test } from "vitest";
import { problemsOf } from "./told.ts";

test("problems of an answer are told as the server told them", () => {
  const problems = [{ code: "X", message: "Why." }];
  expect(problemsOf({ data: { problems } })).toBe(problems);
});

test("an answer without problems keeps its code and its sentence", () => {
  expect(problemsOf(Object.assign(new Error("No."), { data: { refusal: "NOT_ALLOWED", problems: [] } }))).toEqual([
    { code: "NOT_ALLOWED", message: "No." },
  ]);
});

test.each([new TypeError("Failed to fetch"), new Error("Load failed", { cause: new TypeError("Load failed") })])(
  "where no answer came, that is said instead of the browser's own words: %s",
  (error) => {
    const [told] = problemsOf(error);
    expect(told).toMatchObject({ code: "NO_ANSWER" });
    expect(told!.message).toContain("What you typed is still here");
  },
);
