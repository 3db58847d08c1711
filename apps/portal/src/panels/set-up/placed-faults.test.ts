import { describe, expect, test } from "vitest";
import { hasFewerRows, placeFaults } from "./placed-faults.ts";
import { draftOf } from "./trial-draft.ts";

const visit = (id: string) => ({ id, day: "1", before: "", after: "", noScan: "" });
const empty = visit("");
const draft = {
  ...draftOf({ trial: {}, charter: null }),
  schedule: [visit("BL"), { ...empty, day: "" }, visit("W8")],
  images: [{ name: "CT", modality: "CT", sequence: "", description: "", required: "", demands: "" }],
};
const fault = (path: string | null, message = "x") => ({ code: "BAD_VALUE", message, path });

describe("faults of a set-up", () => {
  test("stand at their fields, of rows that were sent, without their place in the sentence", () => {
    const { at, count, elsewhere } = placeFaults(draft, [
      fault("trial.title", "trial.title: the value must not be empty."),
      fault("trial.schedule[1].day", "trial.schedule[1].day: a whole number is needed."),
      fault("trial.schedule[1].windowBefore"),
      fault("trial.imagingProtocol.images[0].demands.kvp"),
      fault("trial.imagingProtocol.images[0]"),
      fault("trial.deltaWindow.toDay"),
      fault("trial.criteria[0].id"),
      fault("reason"),
    ]);
    expect(at("title")).toEqual(["The value must not be empty."]);
    // The second row was left empty, so the second visit that was sent is the third row.
    expect(at("schedule.2.day")).toEqual(["A whole number is needed."]);
    expect(at("schedule.1.day")).toEqual([]);
    expect(at("schedule.2.before")).toHaveLength(1);
    expect([at("images.0.demands").length, at("images.0.name").length]).toEqual([1, 1]);
    expect([at("deltaTo").length, at("criteria").length, at("reason").length]).toEqual([1, 1, 1]);
    expect([count, elsewhere.length]).toEqual([8, 0]);
  });

  test("of no field are told elsewhere, whole", () => {
    const { count, elsewhere } = placeFaults(draft, [
      fault(null, "No answer."),
      fault("trial.provenance.origin", "trial.provenance.origin: missing."),
      fault("trial.schedule[9].day"),
    ]);
    expect(count).toBe(0);
    expect(elsewhere.map(({ message }) => message)).toEqual(["No answer.", "trial.provenance.origin: missing.", "x"]);
  });

  test("are let go where a row is taken out, which moves the others", () => {
    expect(hasFewerRows(draft, { schedule: draft.schedule.slice(1) })).toBe(true);
    expect(hasFewerRows(draft, { schedule: [...draft.schedule, empty] })).toBe(false);
    expect(hasFewerRows(draft, { title: "T" })).toBe(false);
  });
});
