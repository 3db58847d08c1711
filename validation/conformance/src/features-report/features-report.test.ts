import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { featureCaseFiles, runFeatureConformance } from "../features.ts";
import { featuresPage, type SuiteOutcome } from "./page.ts";
import { hasShared, suiteCases } from "./suite.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/conformance/features.md", import.meta.url));
const cases = suiteCases();

describe("features against outside reference values", () => {
  const outcomes: SuiteOutcome[] = [];
  const files = new Map<string, ReturnType<typeof featureCaseFiles>>();

  it.each(cases.map((c) => [`${c.set}: ${c.configuration}`, c] as const))(
    "%s",
    (_name, { set, configuration, base, one, atLeast }) => {
      const io = files.get(base) ?? featureCaseFiles(base);
      files.set(base, io);
      const [result] = [...runFeatureConformance([one], io)];
      const { checked, failures, agreement, compared } = result!;
      const isMap = agreement !== undefined;
      const failed = new Set(isMap ? (agreement < 1 ? [`map ${configuration}`] : []) : failures.map((f) => f.key));
      outcomes.push({ set, configuration, keys: isMap ? [`map ${configuration}`] : compared!, failed });
      expect(failures).toEqual([]);
      // The suite asks every voxel of a map to agree.
      if (isMap) expect(agreement).toBe(1);
      expect(checked).toBeGreaterThanOrEqual(atLeast);
    },
    480_000,
  );

  it.skipIf(!hasShared)("the page is current (skipped without ../shared/data, whose sets it counts)", async () => {
    expect(outcomes).toHaveLength(cases.length);
    await expect(featuresPage(outcomes)).toMatchFileSnapshot(PAGE);
  });
});
