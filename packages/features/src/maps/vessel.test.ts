import { makeVolume, regionOf, type Triple, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../index.ts";
import { vesselPaths } from "./vessel.ts";

/** The voxels that a curve (t from 0 to 1, mm) passes through. */
function drawn(dims: Triple, mm: number, ...curves: ((t: number) => Triple)[]): Volume {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (const curve of curves)
    for (let n = 0; n <= 40_000; n++) {
      const [i, j, k] = curve(n / 40_000).map((x) => Math.round(x / mm)) as unknown as Triple;
      data[i + dims[0] * (j + dims[1] * k)] = 1;
    }
  return makeVolume({ data, dims, spacing: [mm, mm, mm] });
}
const paths = (mask: Volume) => vesselPaths(regionOf(mask, 1), mask.spacing, { smoothMm: null, leastMm: 5 }).paths;

describe("the tortuosity of a centre line", () => {
  it.each([
    [10, 20],
    [8, 40],
    [12, 30],
  ])(
    "a helix of radius %i mm and pitch %i mm, two turns, has the length, tortuosity and curvature of its closed form",
    (a, pitch) => {
      const c = pitch / (2 * Math.PI);
      const angle = 4 * Math.PI;
      const helix = (t: number): Triple => [
        15 + a * Math.cos(angle * t),
        15 + a * Math.sin(angle * t),
        2 + c * angle * t,
      ];
      const [path, ...others] = paths(drawn([62, 62, Math.ceil((2 * pitch + 4) / 0.5)], 0.5, helix));
      expect(others).toEqual([]);
      const length = angle * Math.hypot(a, c);
      // After whole turns the ends lie straight above one another.
      const chord = 2 * pitch;
      expect(path!.lengthMm / length).toBeGreaterThan(0.97);
      expect(path!.lengthMm / length).toBeLessThan(1.03);
      expect(path!.tortuosity / (length / chord)).toBeGreaterThan(0.97);
      expect(path!.tortuosity / (length / chord)).toBeLessThan(1.03);
      // κ = a / (a² + c²)
      expect(path!.curvature / (a / (a * a + c * c))).toBeGreaterThan(0.9);
      expect(path!.curvature / (a / (a * a + c * c))).toBeLessThan(1.15);
    },
  );

  it("a straight line has 1 and does not turn, however it lies in the grid", () => {
    for (const to of [
      [40, 2, 2],
      [40, 30, 2],
      [40, 21, 33],
    ] as const) {
      const line = (t: number): Triple => [2 + t * (to[0] - 2), 2 + t * (to[1] - 2), 2 + t * (to[2] - 2)];
      const [path] = paths(drawn([44, 44, 44], 1, line));
      expect(path!.tortuosity).toBeLessThan(1.01);
      expect(path!.curvature).toBeLessThan(0.03);
      const length = Math.hypot(to[0] - 2, to[1] - 2, to[2] - 2);
      expect(path!.lengthMm / length).toBeCloseTo(1, 1);
    }
  });

  it("half a circle of 15 mm has π/2", () => {
    const half = (t: number): Triple => [20 + 15 * Math.cos(Math.PI * t), 5 + 15 * Math.sin(Math.PI * t), 5];
    const [path] = paths(drawn([80, 50, 20], 0.5, half));
    expect(path!.tortuosity / (Math.PI / 2)).toBeGreaterThan(0.98);
    expect(path!.tortuosity / (Math.PI / 2)).toBeLessThan(1.02);
  });
});

describe("the pattern of vessels", () => {
  const trunk = (t: number): Triple => [3, 20, 3 + 34 * t];
  const branch = (t: number): Triple => [3 + 20 * t, 20, 20];
  const image = (mask: Volume): Volume =>
    makeVolume({ data: new Float64Array(mask.data.length).fill(1), dims: mask.dims });
  it("a trunk with a branch is two paths, with their length by volume of the organ", () => {
    const mask = drawn([40, 40, 40], 1, trunk, branch);
    const organ = makeVolume({ data: new Uint8Array(64_000).fill(1), dims: [40, 40, 40] });
    const values = new Map(
      extract({
        image: image(mask),
        mask,
        references: { organ },
        config: parseConfig({ families: ["vessel"] }),
      }).values.map((v) => [v.key, v.value]),
    );
    expect(values.get("vessel_paths")).toBe(2);
    // The longest way is half the trunk and the branch, 37 mm with its corner rounded; of the trunk's other half 15 mm are left.
    expect(values.get("vessel_length")).toBeGreaterThan(48);
    expect(values.get("vessel_length")).toBeLessThan(53);
    expect(values.get("vessel_density")).toBeCloseTo(values.get("vessel_length")! / 64, 10);
  });

  it("a thick mask is told; a speck has no path", () => {
    const block = makeVolume({ data: new Uint8Array(20 * 10 * 10).fill(1), dims: [20, 10, 10] });
    const thick = extract({ image: image(block), mask: block, config: parseConfig({ families: ["vessel"] }) });
    expect(thick.warnings.map((w) => w.code)).toContain("VESSEL_THICK");
    const speck = makeVolume({ data: Uint8Array.from([0, 1, 0]), dims: [3, 1, 1] });
    const found = extract({ image: image(speck), mask: speck, config: parseConfig({ families: ["vessel"] }) }).values;
    expect(found.find((v) => v.key === "vessel_tortuosity")).toMatchObject({ value: null, reason: "REGION_TOO_SMALL" });
  });
});
