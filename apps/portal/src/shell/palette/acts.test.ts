import { expect, it } from "vitest";
import { actsFor } from "./acts.ts";

const labels = (...acts: ReturnType<typeof actsFor>) => acts.map(({ label, of }) => `${label}, ${of}`);

it("offers an act to those alone who may do it, in the trials in which they may", () => {
  const board = actsFor({
    permissions: ["decide", "read-record"],
    trials: [
      { key: "a-trial", permissions: ["decide", "read-record"] },
      { key: "b-trial", permissions: ["measure"] },
    ],
  });
  expect(labels(...board)).toEqual(["Call a meeting of the board, a-trial", "Meetings of the board, a-trial"]);
  expect(actsFor({ permissions: ["measure"], trials: [{ key: "a-trial", permissions: ["measure"] }] })).toEqual([]);
  const coordinator = actsFor({
    permissions: ["enter-data"],
    trials: [{ key: "a b", permissions: ["enter-data"] }],
  });
  expect(labels(...coordinator)).toEqual(["Enrol a patient, a b", "Call a meeting of the board, a b"]);
  expect(coordinator[0]?.href).toBe("/trials/a%20b/enter");
  const manager = actsFor({ permissions: ["lock-data"], trials: [] });
  expect(labels(...manager)).toEqual(["Lock or unlock data, Administration"]);
  const administrator = actsFor({ permissions: ["administer", "lock-data"], trials: [] });
  expect(labels(...administrator)).toEqual([
    "Invite a person, Administration",
    "New trial, Administration",
    "Make a backup, System health",
    "Lock or unlock data, Administration",
  ]);
});
