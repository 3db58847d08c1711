import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extract, parseConfig } from "@nadir/features";
import { withData } from "@nadir/imaging";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { featureCaseFiles } from "./features.ts";

/** PyRadiomics' published baseline tables of brain1 under other settings, read from beside the repository. */
const shared = fileURLToPath(new URL("../../../../shared/data/pyradiomics_cases/", import.meta.url));
const io = featureCaseFiles(fileURLToPath(new URL("../reference/pyradiomics-brain1/cases.json", import.meta.url)));

const SETTINGS: Readonly<Record<string, object>> = {
  brain1: { voxelArrayShift: 2000, minimumROIDimensions: 1 },
  brain1_2d: { force2D: true },
  brain1_FBN: { binCount: 64 },
  brain1_combined: { weightingNorm: "no_weighting" },
  brain1_flatRegion: { binWidth: 5000, resegmentRange: [0] },
  brain1_normalization: { normalize: true, normalizeScale: 100, binWidth: 5 },
  brain1_resampling: { resampledPixelSpacing: [2, 2, 2] },
  brain1_resegmentation: { resegmentRange: [-3, 3], resegmentMode: "sigma" },
};

/** Four values of the table are older than the code that is compared to (README of the reference values). */
const OLDER = /_(MeshVolume|SurfaceArea|Sphericity|SurfaceVolumeRatio)$/;

describe.skipIf(!existsSync(shared))("PyRadiomics baseline tables (../shared)", () => {
  it.each(Object.entries(SETTINGS))(
    "%s: every row of every class",
    (column, setting) => {
      const config = parseConfig({ profile: "pyradiomics", pyradiomics: { setting } });
      const { values } = extract({ image: io.volume("image.nrrd"), mask: io.volume("mask.nrrd"), label: 1, config });
      const got = new Map(values.map((v) => [v.key, v.value]));
      const apart: unknown[] = [];
      let rows = 0;
      for (const family of ["shape", "firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"]) {
        const table = parse(readFileSync(`${shared}baseline/baseline_${family}.csv`, "utf8"), {
          columns: true,
        }) as Record<string, string>[];
        for (const row of table) {
          const key = row.featureName!;
          if (!key.startsWith("original_") || !row[column] || OLDER.test(key)) continue;
          rows++;
          const stated = Number(row[column]);
          const value = got.get(key) ?? Number.NaN;
          // Some tables give MCC to twelve digits.
          const slack = key.endsWith("MCC") ? 1e-10 : 1e-9;
          if (!(Math.abs(value - stated) <= Math.max(slack * Math.abs(stated), 1e-9))) apart.push([key, stated, value]);
        }
      }
      expect(rows).toBeGreaterThan(30);
      expect(apart).toEqual([]);
    },
    60_000,
  );

  it("brain1_shape2D: every row, of slice 16", () => {
    const stored = io.volume("mask.nrrd");
    const mask = withData(
      stored,
      Uint8Array.from(stored.data, (v, p) => (Math.floor(p / (stored.dims[0] * stored.dims[1])) === 16 ? v : 0)),
    );
    const config = parseConfig({
      profile: "pyradiomics",
      pyradiomics: { setting: { force2D: true }, featureClass: { shape2D: null } },
    });
    const { values } = extract({ image: io.volume("image.nrrd"), mask, label: 1, config });
    const table = parse(readFileSync(`${shared}baseline/baseline_shape2D.csv`, "utf8"), { columns: true }) as Record<
      string,
      string
    >[];
    const stated = table.filter((row) => row.featureName!.startsWith("original_"));
    expect(values.map((v) => v.key).sort()).toEqual(stated.map((row) => row.featureName!).sort());
    for (const row of stated) {
      const got = values.find((v) => v.key === row.featureName)!.value!;
      expect(Math.abs(got / Number(row.brain1_shape2D) - 1), row.featureName).toBeLessThan(1e-9);
    }
  });
});
