import { expect, test } from "vitest";
import { z } from "zod";
import { newMeeting } from "../board/call-meeting.ts";
import { problemsOfInput } from "./input-problems.ts";

const said = (schema: z.ZodType, given: unknown) => {
  const parsed = schema.safeParse(given, { reportInput: true });
  return parsed.success ? [] : problemsOfInput(parsed.error).map(({ message, where }) => [message, where?.path]);
};

test("a sentence of ours stands alone, without the field's name inside the program", () => {
  expect(said(newMeeting, { trial: "a", heldOn: "2026-12-01", title: " " })).toEqual([
    ["Give the meeting a name, e.g. 'Neuro-oncology board'.", "title"],
  ]);
});

test("half a sentence keeps its place", () => {
  expect(said(z.object({ score: z.number().refine(() => false, "must be even") }), { score: 3 })).toEqual([
    ["score: must be even.", "score"],
  ]);
});
