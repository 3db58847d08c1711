import { describe, expect, it } from "vitest";
import {
  asCohortQuery,
  asSurvivalQuery,
  cohortHref,
  MOST_KEPT,
  readCohortAddress,
  selectionIn,
  spelled,
  withSelection,
} from "./cohort-address.ts";
import { frameOf, pointsOf } from "./marks.ts";

describe("the address of a cohort", () => {
  it("is spelled as it is read, without what is as by default", () => {
    const address = readCohortAddress({
      criterion: "irecist",
      sel: "P-1,P-2,P-1,",
      by: "arm",
      visit: "2",
      best: "confirmed",
    });
    expect(spelled(address)).toEqual([
      ["criterion", "irecist"],
      ["sel", "P-1,P-2"],
      ["by", "arm"],
      ["visit", "2"],
    ]);
    expect(readCohortAddress(Object.fromEntries(spelled(address)))).toEqual(address);
    expect(cohortHref("t", readCohortAddress({}))).toBe("/trials/t/cohort");
    expect(cohortHref("t", address, { criterion: undefined, sel: [] })).toBe("/trials/t/cohort?by=arm&visit=2");
  });

  it("carries the chosen patients, and gives back those that it carries", () => {
    const at = "https://nadir.example/trials/t/cohort?by=arm#survival";
    const chosen = withSelection(at, new Set(["P-2", "P-1"]))!;
    expect(chosen.hash).toBe("#survival");
    expect(chosen.searchParams.get("by")).toBe("arm");
    expect(selectionIn(chosen.search)).toEqual(["P-1", "P-2"]);
    expect(withSelection(chosen.href, new Set(["P-1", "P-2"])), "it stands so already").toBeNull();
    expect(withSelection(chosen.href, new Set())?.href).toBe(at);
    expect(selectionIn("?by=arm")).toEqual([]);
    const many = new Set(Array.from({ length: MOST_KEPT + 1 }, (_, i) => `P${i}`));
    expect(withSelection(chosen.href, many)?.href, "too many for an address").toBe(at);
  });

  it("leaves out what is no such word, and keys beyond what an address can carry", () => {
    const many = Array.from({ length: MOST_KEPT + 1 }, (_, i) => `P${i}`).join(",");
    const address = readCohortAddress({
      criterion: "recist-9",
      by: "outcome",
      visit: "-1",
      page: "x",
      arm: ["a", "b"],
      sel: many,
    });
    expect(address).toMatchObject({ by: "all", visit: 0, page: 1 });
    expect([address.criterion, address.arm]).toEqual([undefined, undefined]);
    expect(address.sel).toHaveLength(MOST_KEPT);
  });

  it("narrows to the chosen only where that is asked and somebody is chosen", () => {
    const sel = "P-1";
    expect(asCohortQuery("t", readCohortAddress({ sel }))).toEqual({ trial: "t", best: "confirmed" });
    expect(asCohortQuery("t", readCohortAddress({ sel, only: "1" }))).toMatchObject({ only: ["P-1"] });
    expect(asCohortQuery("t", readCohortAddress({ only: "1" }))).toEqual({ trial: "t", best: "confirmed" });
    expect(asSurvivalQuery("t", readCohortAddress({ sel, by: "selection" }))).toMatchObject({
      by: "selection",
      selection: ["P-1"],
    });
  });
});

describe("marks of a drawing", () => {
  it("reads the corners of a line as the charts write it", () => {
    expect(pointsOf("M52 10.5L60 -3L70.25 8")).toEqual([
      { x: 52, y: 10.5 },
      { x: 60, y: -3 },
      { x: 70.25, y: 8 },
    ]);
  });
  it("is the same frame from whichever corner it was drawn", () => {
    const frame = { left: 1, right: 5, top: 2, bottom: 9 };
    expect(frameOf({ x: 5, y: 2 }, { x: 1, y: 9 })).toEqual(frame);
    expect(frameOf({ x: 1, y: 9 }, { x: 5, y: 2 })).toEqual(frame);
  });
});
