import { PERMISSIONS } from "@nadir/domain";
import { expect, it } from "vitest";
import { type OwnTrial, whereToBegin } from "./where-to-begin.ts";

const TODAY = "2026-03-10";
const meeting = (id: string, heldOn: string, patients = 2, decided = 0) => ({ id, heldOn, patients, decided });
const trial = (
  key: string,
  role: "board" | "reader" | "statistician",
  meetings: OwnTrial["meetings"] = [],
): OwnTrial => ({
  key,
  permissions: PERMISSIONS[role],
  meetings,
});
const begin = (trials: readonly OwnTrial[]) =>
  whereToBegin(
    trials.flatMap((t) => t.permissions),
    trials,
    TODAY,
  );

it("is the worklist for who enters data", () => {
  expect(whereToBegin(PERMISSIONS.coordinator, [], TODAY)).toBe("/worklist");
});

it("is the board's next meeting that is not done with, over all trials, today's included", () => {
  const later = trial("a", "board", [meeting("later", "2026-04-01"), meeting("past", "2026-03-09")]);
  const sooner = trial("b", "board", [
    meeting("done", TODAY, 2, 2),
    meeting("empty", TODAY, 0),
    meeting("next", "2026-03-20"),
  ]);
  expect(begin([later, sooner])).toBe("/trials/b/board/next");
  expect(begin([later, trial("c", "board", [meeting("today", TODAY, 3, 1)])])).toBe("/trials/c/board/today");
});

it("is the list of trials where no meeting is to come", () => {
  expect(begin([trial("a", "board", [meeting("past", "2026-03-09")])])).toBe("/");
  expect(begin([trial("a", "statistician")])).toBe("/");
});

it("is the queue of reads for who reads one trial", () => {
  expect(begin([trial("a", "reader")])).toBe("/trials/a/reads");
  expect(begin([trial("a", "reader"), trial("b", "reader")])).toBe("/");
});
