import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { featureCaseFiles, runFeatureConformance } from "./features.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe("IBSI 2 response maps", () => {
  const path = at("../reference/ibsi2-filters/cases.json");
  const cases = JSON.parse(readFileSync(path, "utf8")) as { id: string }[];
  const io = featureCaseFiles(path);
  it("are sixteen", () => expect(cases).toHaveLength(16));
  it.each(cases.map((one) => [one.id, one] as const))(
    "%s: every voxel within the tolerance",
    (_id, one) => {
      const [result] = [...runFeatureConformance([one], io)];
      expect(result!.failures).toEqual([]);
      expect(result!.agreement).toBe(1);
      expect(result!.checked).toBe(64 ** 3);
    },
    60_000,
  );
  it("fails a map of another filter", () => {
    const wrong = { ...cases[0]!, reference: "response_maps/1_a_4.nii.gz" };
    expect([...runFeatureConformance([wrong], io)][0]!.passed).toBe(false);
  });
});
