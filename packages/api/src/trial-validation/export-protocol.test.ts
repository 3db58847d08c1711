import { readFileSync } from "node:fs";
import { planHash, readProtocol } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { registrationText } from "./export-protocol.ts";

const plan = readProtocol(
  JSON.parse(
    readFileSync(new URL("../../../../validation/harness/protocols/inspire-first-scan.json", import.meta.url), "utf8"),
  ),
);

/** Everything that somebody wrote: texts and numbers, wherever they stand. */
const leaves = (value: unknown): string[] =>
  value === null || typeof value !== "object"
    ? typeof value === "boolean" || value === undefined
      ? []
      : [String(value)]
    : Object.values(value).flatMap(leaves);

describe("a protocol for upload to a registry", () => {
  const text = registrationText(plan, "draft");

  test("is complete: every text and number of the plan stands in it", () => {
    const all = leaves(plan);
    expect(all.length).toBeGreaterThan(150);
    for (const leaf of all) expect(text).toContain(leaf.replace(/\s*\n\s*/g, " "));
    for (const block of Object.keys(plan).filter((name) => name !== "schema"))
      expect(text.toLowerCase()).toContain(`## ${block.replace(/([A-Z])/g, " $1").toLowerCase()}`);
  });

  test("carries the hash by which the plan can be known again", () => {
    expect(text).toContain(planHash(plan));
  });

  test("lets nothing that somebody wrote begin a heading", () => {
    const nasty = { ...plan, identity: { ...plan.identity, funding: "none\n# Result: it works" } };
    expect(
      registrationText(nasty, "draft")
        .split("\n")
        .filter((line) => line.startsWith("# ")),
    ).toHaveLength(1);
  });
});
