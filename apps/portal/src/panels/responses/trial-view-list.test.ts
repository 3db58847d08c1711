import { PERMISSIONS } from "@nadir/domain";
import { expect, it } from "vitest";
import { TRIAL_VIEWS, viewsFor } from "./trial-view-list.ts";

it("offers the board's view and the reads to whom the record is open, sharing to who may export, and every other view to all who see the trial unblinded", () => {
  const ids = (role: keyof typeof PERMISSIONS) => viewsFor(PERMISSIONS[role]).map(({ id }) => id);
  const all = TRIAL_VIEWS.map(({ id }) => id);
  for (const role of ["coordinator", "data-manager", "administrator"] as const) expect(ids(role)).toEqual(all);
  expect(ids("board")).toEqual(all.filter((id) => id !== "share"));
  expect(ids("statistician")).toEqual(all.filter((id) => id !== "board" && id !== "reads"));
});
