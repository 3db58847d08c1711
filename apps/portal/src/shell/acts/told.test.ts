import { expect, test } from "vitest";
import { isOfOldState, problemsOf } from "./told.ts";

test("problems of an answer are told as the server told them", () => {
  const problems = [{ code: "X", message: "Why." }];
  expect(problemsOf({ data: { problems } })).toBe(problems);
});

test("an answer without problems keeps its code and its sentence", () => {
  expect(problemsOf(Object.assign(new Error("No."), { data: { refusal: "NOT_ALLOWED", problems: [] } }))).toEqual([
    { code: "NOT_ALLOWED", message: "No." },
  ]);
});

test("what somebody else did meanwhile is told apart from every other refusal", () => {
  expect(isOfOldState([{ code: "CHANGED_MEANWHILE", message: "Look again." }])).toBe(true);
  expect(isOfOldState([{ code: "INVALID", message: "No." }])).toBe(false);
  expect(isOfOldState([])).toBe(false);
});

test.each([new TypeError("Failed to fetch"), new Error("Load failed", { cause: new TypeError("Load failed") })])(
  "where no answer came, that is said instead of the browser's own words: %s",
  (error) => {
    const [told] = problemsOf(error);
    expect(told).toMatchObject({ code: "NO_ANSWER" });
    expect(told!.message).toContain("What you typed is still here, but for a password");
  },
);
