import { makeVolume, type Triple, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../index.ts";
import { erf } from "./edge.ts";

const volume = (dims: Triple, mm: number, value: (x: number, y: number, z: number) => number): Volume =>
  makeVolume({
    data: Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) =>
      value(mm * (p % dims[0]), mm * (Math.floor(p / dims[0]) % dims[1]), mm * Math.floor(p / (dims[0] * dims[1]))),
    ),
    dims,
    spacing: [mm, mm, mm],
  });
const valuesOf = (image: Volume, mask: Volume, edge: object = {}) =>
  new Map(
    extract({ image, mask, config: parseConfig({ families: ["edge"], edge }) }).values.map((v) => [
      v.key,
      v.value ?? v.reason,
    ]),
  );

describe("the error function", () => {
  // Abramowitz & Stegun, table 7.1.
  it.each([
    [0, 0],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
    [-1, -0.8427007929],
  ])("erf(%d) is %d", (x, y) => {
    expect(Math.abs(erf(x) - y)).toBeLessThan(2e-7);
  });
});

describe("the edge of a region", () => {
  it.each([0.7, 1, 1.5, 2])("a plane edge blurred by a Gaussian of %d mm is recovered", (sigma) => {
    // Voxel centres at 0, 0.5 …; the mask ends at 19.5, so that the border lies at 19.75 mm. Signal 40 within, 100 beyond.
    const image = volume([80, 6, 6], 0.5, (x) => 70 + 30 * erf((x - 19.75) / (Math.SQRT2 * sigma)));
    const mask = volume([80, 6, 6], 0.5, (x) => (x < 19.75 ? 1 : 0));
    const found = valuesOf(image, mask, { reachMm: 8 });
    expect(Number(found.get("edge_width")) / (2.563103 * sigma)).toBeCloseTo(1, 2);
    expect(Number(found.get("edge_contrast"))).toBeCloseTo(60, 0);
    expect(Number(found.get("edge_sharpness")) / (60 / (sigma * Math.sqrt(2 * Math.PI)))).toBeCloseTo(1, 1);
    expect(Math.abs(Number(found.get("edge_offset")))).toBeLessThan(0.05);
    expect(Number(found.get("edge_r2"))).toBeGreaterThan(0.9999);
  });

  it("a ball of 12 mm blurred by 1.5 mm, by the closed form of its profile: within a tenth", () => {
    const [radius, sigma] = [12, 1.5];
    const at = (x: number, y: number, z: number): number => Math.max(1e-9, Math.hypot(x - 20, y - 20, z - 20));
    // ½ [erf((R−r)/√2σ) + erf((R+r)/√2σ)] − σ/(r√2π) [exp(−(R−r)²/2σ²) − exp(−(R+r)²/2σ²)]
    const ball = (r: number): number =>
      0.5 * (erf((radius - r) / (Math.SQRT2 * sigma)) + erf((radius + r) / (Math.SQRT2 * sigma))) -
      (sigma / (r * Math.sqrt(2 * Math.PI))) *
        (Math.exp(-((radius - r) ** 2) / (2 * sigma ** 2)) - Math.exp(-((radius + r) ** 2) / (2 * sigma ** 2)));
    const image = volume([41, 41, 41], 1, (x, y, z) => 100 * (1 - ball(at(x, y, z))));
    const mask = volume([41, 41, 41], 1, (x, y, z) => (at(x, y, z) <= radius ? 1 : 0));
    const found = valuesOf(image, mask);
    expect(Number(found.get("edge_width")) / (2.563103 * sigma)).toBeGreaterThan(0.9);
    expect(Number(found.get("edge_width")) / (2.563103 * sigma)).toBeLessThan(1.1);
    expect(Number(found.get("edge_contrast"))).toBeGreaterThan(90);
  });

  it("a sharper edge is sharper, whichever side is bright; a flat image has none", () => {
    const mask = volume([40, 5, 5], 1, (x) => (x < 20 ? 1 : 0));
    const sharpness = (sigma: number, sign: number) =>
      Number(
        valuesOf(
          volume([40, 5, 5], 1, (x) => sign * erf((x - 19.5) / sigma)),
          mask,
        ).get("edge_sharpness"),
      );
    expect(sharpness(1.5, 1)).toBeGreaterThan(sharpness(3, 1));
    expect(sharpness(2, -1)).toBeCloseTo(sharpness(2, 1), 6);
    expect(
      valuesOf(
        volume([40, 5, 5], 1, () => 7),
        mask,
      ).get("edge_width"),
    ).toBe("REGION_TOO_SMALL");
  });
});

describe("the radial signal", () => {
  it("that rises by 50 from centre to rim has that slope, and its shells rise", () => {
    const r = (x: number, y: number, z: number): number => Math.hypot(x - 10, y - 10, z - 10);
    const inside = (x: number, y: number, z: number): boolean => r(x, y, z) <= 8;
    const found = valuesOf(
      volume([21, 21, 21], 1, (x, y, z) => 10 + (50 * r(x, y, z)) / 8),
      volume([21, 21, 21], 1, (x, y, z) => (inside(x, y, z) ? 1 : 0)),
      { shells: 4 },
    );
    expect(Number(found.get("edge_radial_slope"))).toBeCloseTo(50, 9);
    const shells = [1, 2, 3, 4].map((n) => Number(found.get(`edge_radial_mean@${n}of4`)));
    for (const [n, mean] of shells.entries()) {
      expect(mean).toBeGreaterThan(10 + 50 * (n / 4));
      expect(mean).toBeLessThan(10 + 50 * ((n + 1) / 4));
    }
  });
});
