import { key } from "@nadir/domain";
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

test("half a sentence stands after its field, as forms label it", () => {
  expect(said(z.object({ score: z.number().refine(() => false, "must be even") }), { score: 3 })).toEqual([
    ["Score: must be even.", "score"],
  ]);
  expect(said(z.object({ ofWhom: z.object({ trialKey: key }) }), { ofWhom: { trialKey: "no key" } })).toEqual([
    [
      "Of whom › Trial key: use 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit.",
      "ofWhom.trialKey",
    ],
  ]);
});
