import { describe, expect, it } from "vitest";
import { compareAnswer } from "./response-compare.ts";

describe("comparison of a response answer", () => {
  it.each<[string, unknown, unknown, string[]]>([
    ["further keys are free", { a: 1 }, { a: 1, b: 2 }, []],
    ["lengths within 0.0001", { a: 1 }, { a: 1.0001 }, []],
    ["lengths beyond it", { a: 1 }, { a: 1.00011 }, ["c.a"]],
    ["rates within 0.02", { kinetics: { tgrRef: 6.05 } }, { kinetics: { tgrRef: 6.0677 } }, []],
    ["rates beyond it", { kinetics: { tgrRef: 6.05 } }, { kinetics: { tgrRef: 6.0701 } }, ["c.kinetics.tgrRef"]],
    ["labels exactly", { a: "PR" }, { a: "PR " }, ["c.a"]],
    ["null means has none", { a: null }, { a: 0 }, ["c.a"]],
    ["a missing key is no null", { a: null }, {}, ["c.a"]],
    ["lists by order and length", { a: ["x", "y"] }, { a: ["y", "x"] }, ["c.a"]],
    ["nested keys are named", { v: { V1: { s: 1, t: "a" } } }, { v: { V1: { s: 2 } } }, ["c.v.V1.s", "c.v.V1.t"]],
    ["an object where null came", { pfs: { date: "x" } }, { pfs: null }, ["c.pfs"]],
    ["the reason of a criterion is for people", { reason: "text" }, {}, []],
    ["the reason of a definition is a code", { d: { reason: "no-scan" } }, { d: { reason: "other" } }, ["c.d.reason"]],
    ["NaN equals nothing", { a: 1 }, { a: Number.NaN }, ["c.a"]],
  ])("%s", (_, expected, got, keys) => {
    expect(compareAnswer("c", expected, got).map((failure) => failure.key)).toEqual(keys);
  });
});
