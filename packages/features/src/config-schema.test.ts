import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { featureConfigHash } from "@nadir/domain";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { configJsonSchema, configSchemaText } from "./config-schema.ts";
import { configFor, configFromText, IBSI_1_CONFIGS, IBSI_2_CONFIGS, parseConfig } from "./index.ts";

const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());

describe("the published schema of a configuration", () => {
  it("is docs/schemas/feature-config.schema.json (pnpm --filter @nadir/features run config-schema)", () => {
    const file = fileURLToPath(new URL("../../../docs/schemas/feature-config.schema.json", import.meta.url));
    expect(readFileSync(file, "utf8")).toBe(configSchemaText());
  });

  it("takes every configuration that the parser takes, complete or not", () => {
    const written: unknown[] = [
      {},
      ...Object.values(IBSI_1_CONFIGS),
      ...Object.values(IBSI_2_CONFIGS),
      ...(["CT", "MR", "PT", "ADC", "OTHER"] as const).map(configFor),
      configFromText("setting:\n  binWidth: 5\nimageType:\n  LoG:\n    sigma: [1, 2.5]\n  Wavelet: {}\n"),
      { filter: { kind: "log", sigmaMm: 2 } },
    ];
    for (const one of written) {
      expect(() => parseConfig(one)).not.toThrow();
      validate(one);
      expect(validate.errors).toBeNull();
    }
  });

  it.each([
    { familys: ["glcm"] },
    { discretisation: { method: "fixed-bin-number", bins: 1 } },
    { discretisation: { method: "fixed-bin-number", bins: 70_000 } },
    { discretisation: { method: "fixed-bin-size", width: 0 } },
    { interpolation: { spacingMm: [1, 1] } },
    { filter: { kind: "log", sigma: 2 } },
    { pyradiomics: { setting: { binWidht: 5 } } },
  ])("refuses what the parser refuses: %j", (written) => {
    expect(() => parseConfig(written)).toThrow();
    expect(validate(written)).toBe(false);
  });
});

describe("the canonical hash", () => {
  it("does not depend on the order of keys, families or aggregations, nor on a stated default", () => {
    const a = parseConfig({
      families: ["glcm", "statistics"],
      roundIntensities: false,
      aggregations: ["3D-average", "2D-merged"],
    });
    const b = parseConfig({ aggregations: ["2D-merged", "3D-average"], families: ["statistics", "glcm"] });
    expect(featureConfigHash(a)).toBe(featureConfigHash(b));
    expect(featureConfigHash(parseConfig({ families: ["glcm"] }))).not.toBe(featureConfigHash(a));
    expect(featureConfigHash(parseConfig({ filter: { kind: "mean", support: 3 } }))).toBe(
      featureConfigHash(parseConfig({ filter: { support: 3, boundary: "mirror", is2d: false, kind: "mean" } })),
    );
  });
});
