import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extract, filterImage, parseConfig, parseFilter } from "@nadir/features";
import { withData } from "@nadir/imaging";
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
      expect(result!.checked).toBe(64 ** 3);
    },
    60_000,
  );
  it("fails a map of another filter", () => {
    const wrong = { ...cases[0]!, reference: "response_maps/1_a_4.nii.gz" };
    expect([...runFeatureConformance([wrong], io)][0]!.passed).toBe(false);
  });
});

/** Filter settings x.A of IBSI 2, phase 2: 2D, no interpolation, −1000…400 HU. */
const P = Math.PI;
const FILTERS: Readonly<Record<string, object | null>> = {
  "1.A": null,
  "2.A": { kind: "mean", support: 5 },
  "3.A": { kind: "log", sigmaMm: 1.5, cutoff: 4 },
  "4.A": { kind: "laws", kernels: ["L5", "E5"], pooling: "max", energyDistance: 7 },
  "5.A": {
    kind: "gabor",
    sigmaMm: 5,
    lambdaMm: 2,
    gamma: 1.5,
    theta: 0,
    step: P / 8,
    pooling: "mean",
    isOrthogonal: false,
  },
  "6.A": { kind: "wavelet", wavelet: "db3", bands: "LH", level: 1, pooling: "mean" },
  "7.A": { kind: "wavelet", wavelet: "db3", bands: "HH", level: 2, pooling: "mean" },
  "8.A": { kind: "simoncelli", level: 1 },
  "9.A": { kind: "simoncelli", level: 2 },
};

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
    expect([...new Set(rows.map((r) => r[0]))]).toEqual(Object.keys(FILTERS));
  });
  it.each(Object.entries(FILTERS))(
    "%s: 18 statistics of the response",
    (id, filter) => {
      const image = io.volume("ibsi1_ct_phantom/image.nii.gz");
      const mask = io.volume("ibsi1_ct_phantom/mask.nii.gz");
      const inRange = Uint8Array.from(mask.data, (x, p) =>
        x && image.data[p]! >= -1000 && image.data[p]! <= 400 ? 1 : 0,
      );
      const plain = { data: Float64Array.from(image.data), dims: image.dims };
      const map = filter
        ? filterImage(plain, image.spacing, parseFilter({ ...filter, boundary: "mirror", is2d: true }))
        : plain.data;
      const config = parseConfig({ families: ["statistics"] });
      const { values } = extract({ image: withData(image, map), mask: withData(mask, inRange), label: 1, config });
      const got = new Map(values.map((v) => [v.key, v.value!]));
      const apart = rows
        .filter((r) => r[0] === id)
        .filter(([, , tag, stated, tolerance]) => {
          const value = got.get(tag!)!;
          return (
            Math.abs(value - Number(stated)) > Number(tolerance) * (1 + 1e-9) &&
            Number(value.toPrecision(3)) !== Number(stated)
          );
        });
      expect(apart).toEqual([]);
    },
    120_000,
  );
});
