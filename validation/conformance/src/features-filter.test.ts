import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { IBSI_2_CONFIGS } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { featureCaseFiles, runFeatureConformance } from "./features.ts";

const SETTINGS_A = Object.keys(IBSI_2_CONFIGS).filter((name) => name.endsWith("A"));
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

/** The phantom is CC BY-NC: read from beside the repository, never copied into it. */
const shared = at("../../../../shared/data/");
describe.skipIf(!existsSync(`${shared}ibsi1_ct_phantom`))("IBSI 2 features, settings x.A (../shared)", () => {
  const io = featureCaseFiles(`${shared}cases.json`);
  const rows = readFileSync(`${shared}ibsi2_filters/reference_features_A.csv`, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(";"));
  it("are 162 rows over the filters named here", () => {
    expect(rows).toHaveLength(162);
    expect([...new Set(rows.map((r) => r[0]))]).toEqual(SETTINGS_A);
  });
  it.each(SETTINGS_A)(
    "%s: 18 statistics of the response",
    (config) => {
      const one = {
        id: config,
        image: "ibsi1_ct_phantom/image.nii.gz",
        mask: "ibsi1_ct_phantom/mask.nii.gz",
        label: 1,
        config,
        reference: "ibsi2_filters/reference_features_A.csv",
        complete: true,
      };
      const [result] = [...runFeatureConformance([one], io)];
      expect(result!.failures).toEqual([]);
      expect(result!.checked).toBe(18);
    },
    120_000,
  );
});
