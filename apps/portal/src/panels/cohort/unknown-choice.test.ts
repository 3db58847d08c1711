import { expect, it } from "vitest";
import { unknownChoices } from "./unknown-choice.ts";

const found = { arms: [{ value: "Arm A", patients: 3 }], sites: [{ value: "North", patients: 3 }] };

it("tells an arm or a site that nobody has, and nothing of one that is there or not asked for", () => {
  expect(unknownChoices({ arm: "Nope", site: "North" }, found, "iRANO")).toEqual([
    { name: "arm", value: "Nope", sentence: "No patient with a response under iRANO here is of the arm “Nope”." },
  ]);
  expect(unknownChoices({ arm: "Arm A", site: "Nowhere" }, found, "iRANO").map(({ name }) => name)).toEqual(["site"]);
  expect(unknownChoices({}, found, "iRANO")).toEqual([]);
});
