import { inPlaneDiameters, labelCounts, makeVolume, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { bell, smoothNoise } from "./seeded-noise.ts";
import { centroidOf, type RealScan, simulateScan } from "./simulate-lesions.ts";

const dims = [64, 60, 40] as const;
const SILENT = { sd: 0, relative: 0, above: -1e9 };

/** An ellipsoid of 20 × 14 mm in the slice, 16 mm high, mean 200, in tissue of mean 50, each with a fine pattern. */
function phantom(): RealScan {
  const image = new Int16Array(dims[0] * dims[1] * dims[2]);
  const label = new Uint8Array(image.length);
  for (let at = 0; at < image.length; at++) {
    const [i, j, k] = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / dims[0] / dims[1])];
    const inside = ((i - 30) / 10) ** 2 + ((j - 28) / 7) ** 2 + (((k - 20) * 1.5) / 8) ** 2 <= 1;
    label[at] = inside ? 1 : 0;
    image[at] = (inside ? 200 : 50) + ((i * 7 + j * 3 + k) % 11);
  }
  const spacing = [1, 1, 1.5] as const;
  const mask = makeVolume({ data: label, dims, spacing });
  return {
    image: makeVolume({ data: image, dims, spacing }),
    mask,
    centroid: centroidOf(mask, 1),
    anchor: [0, 0, 0],
    massEffect: true,
    tissue: [0, 150],
  };
}
const scan = phantom();
const voxels = (mask: Volume, label = 1): number => labelCounts(mask).get(label) ?? 0;
const meanIn = ({ image, mask }: { image: Volume; mask: Volume }, label: number): number => {
  let sum = 0;
  mask.data.forEach((value, at) => {
    if (value === label) sum += image.data[at]!;
  });
  return sum / voxels(mask, label);
};

describe("simulated scans", () => {
  it("give the real scan back when nothing is asked for", () => {
    const same = simulateScan(scan, [{ label: 1, look: { scale: 1, waveMm: 0 } }], SILENT, 7);
    expect(same.image.data).toEqual(scan.image.data);
    expect(same.mask.data).toEqual(scan.mask.data);
  });

  it.each([0.5, 0.7, 1.2, 1.5])("scale %f scales the diameter by it and the volume by its cube", (scale) => {
    const made = simulateScan(scan, [{ label: 1, look: { scale, waveMm: 0 } }], SILENT, 7);
    expect(voxels(made.mask) / voxels(scan.mask) / scale ** 3).toBeCloseTo(1, 1);
    const before = inPlaneDiameters(scan.mask, 1).longest.longestMm;
    expect(Math.abs(inPlaneDiameters(made.mask, 1).longest.longestMm - before * scale)).toBeLessThan(1.5);
    expect(meanIn(made, 1)).toBeGreaterThan(180);
  });

  it("fill with the tissue beside it what a shrinking lesion leaves, and touch nothing else", () => {
    const made = simulateScan(scan, [{ label: 1, look: { scale: 0.5, waveMm: 0 } }], SILENT, 7);
    let left = 0;
    let sum = 0;
    scan.mask.data.forEach((value, at) => {
      if (value === 1 && made.mask.data[at] === 0) {
        left++;
        sum += made.image.data[at]!;
      }
    });
    // The outline's millimetre of partial volume lies in here too.
    expect(sum / left).toBeGreaterThan(50);
    expect(sum / left).toBeLessThan(80);
    expect(made.image.data[0]).toBe(scan.image.data[0]);
  });

  it("put a copy where it is asked for, under its own label, with the lesion's texture", () => {
    const offset = [14, 12, 0] as const;
    const made = simulateScan(
      scan,
      [
        { label: 1, look: { scale: 1, waveMm: 0 } },
        { label: 2, offset, look: { scale: 0.5, waveMm: 0 } },
      ],
      SILENT,
      7,
    );
    expect(voxels(made.mask, 1)).toBe(voxels(scan.mask, 1));
    expect(voxels(made.mask, 2) / voxels(scan.mask) / 0.125).toBeCloseTo(1, 0);
    centroidOf(made.mask, 2).forEach((x, c) => {
      expect(Math.abs(x - scan.centroid[c]! - offset[c]!)).toBeLessThan(0.6);
    });
    expect(meanIn(made, 2)).toBeGreaterThan(170);
  });

  it("are the same for the same seed and differ for another", () => {
    const noise = { sd: 5, relative: 0, above: -1e9 };
    const make = (seed: number) => simulateScan(scan, [{ label: 1, look: { scale: 1.3, waveMm: 1.5 } }], noise, seed);
    expect(make(11).image.data).toEqual(make(11).image.data);
    expect(make(11).mask.data).not.toEqual(make(12).mask.data);
  });

  it("lower the core and the uptake inside only", () => {
    const plain = simulateScan(scan, [{ label: 1, look: { scale: 1, waveMm: 0 } }], SILENT, 7);
    const faint = simulateScan(
      scan,
      [{ label: 1, look: { scale: 1, waveMm: 0, uptake: 0.5, coreShift: -10 } }],
      SILENT,
      7,
    );
    const centre = 30 + dims[0] * (28 + dims[1] * 20);
    expect(faint.image.data[centre]).toBe(Math.round(plain.image.data[centre]! * 0.5 - 10));
    expect(faint.image.data[0]).toBe(plain.image.data[0]);
  });
});

describe("seeded noise", () => {
  it("has mean 0 and standard deviation 1", () => {
    const n = 50_000;
    let sum = 0;
    let squares = 0;
    for (let at = 0; at < n; at++) {
      const x = bell(42, at);
      sum += x;
      squares += x * x;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.02);
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.02);
  });

  it("is smooth and bounded", () => {
    for (let x = -30; x < 30; x += 0.5) {
      const value = smoothNoise(3, 14, x, 2, -5);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(Math.abs(value - smoothNoise(3, 14, x + 0.1, 2, -5))).toBeLessThan(0.05);
    }
  });
});
