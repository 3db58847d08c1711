import { fc, test } from "@fast-check/vitest";
import { sha256Hex } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import {
  axialAxis,
  axisAligned,
  componentCount,
  crop,
  invert,
  labelCounts,
  makeVolume,
  maskVolumeMm3,
  multiply,
  regionOf,
  requireSameGeometry,
  resampleTo,
  toWorld,
  voxelHash,
  withData,
  worldSampler,
} from "./index.ts";

const cube = (data: Uint8Array | Float64Array, n = 3) => makeVolume({ data, dims: [n, n, n], spacing: [1, 2, 4] });

describe("volume", () => {
  it("refuses sizes, spacing and affines that contradict each other", () => {
    expect(() => makeVolume({ data: new Uint8Array(7), dims: [2, 2, 2] })).toThrow(
      /asks for 8 voxels, but the data holds 7/,
    );
    expect(() => makeVolume({ data: new Uint8Array(8), dims: [2, 2, 2], spacing: [1, 0, 1] })).toThrow(
      /BAD|affine|spacing/,
    );
    expect(() =>
      makeVolume({ data: new Uint8Array(8), dims: [2, 2, 2], spacing: [1, 1, 2], affine: axisAligned([1, 1, 1]) }),
    ).toThrow(/contradict/);
  });

  it("hashes the little-endian bytes of the values", () => {
    const volume = makeVolume({ data: new Int16Array([1, 256]), dims: [2, 1, 1] });
    expect(voxelHash(volume)).toBe(sha256Hex(new Uint8Array([1, 0, 0, 1])));
  });

  it("finds the axis that runs head to foot", () => {
    const sagittal = [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    expect(axialAxis(makeVolume({ data: new Uint8Array(1), dims: [1, 1, 1], affine: sagittal }))).toBe(1);
    expect(axialAxis(cube(new Uint8Array(27)))).toBe(2);
  });

  test.prop([fc.array(fc.double({ min: -0.4, max: 0.4, noNaN: true }), { minLength: 12, maxLength: 12 })])(
    "an affine times its inverse is the identity",
    (rows) => {
      const m = [...rows.map((x, n) => (n % 5 === 0 ? x + 2 : n % 4 === 3 ? 100 * x : x)), 0, 0, 0, 1];
      multiply(m, invert(m)).forEach((x, n) => {
        expect(x).toBeCloseTo(n % 5 === 0 ? 1 : 0, 9);
      });
    },
  );

  it("prints both geometries when mask and image do not match, and tolerates header rounding", () => {
    const image = cube(new Uint8Array(27));
    const shifted = makeVolume({
      data: new Uint8Array(27),
      dims: [3, 3, 3],
      spacing: [1, 2, 4],
      affine: axisAligned([1, 2, 4], [0, 0, 1]),
    });
    expect(() => requireSameGeometry(image, shifted)).toThrow(
      /\(origin\).*Image: size 3×3×3.*origin \(0, 0, 0\).*Mask: size 3×3×3.*origin \(0, 0, 1\)/,
    );
    expect(() =>
      requireSameGeometry(image, makeVolume({ data: new Uint8Array(18), dims: [3, 3, 2], spacing: [1, 2, 4] })),
    ).toThrow(/\(size\)/);
    const near = makeVolume({
      data: new Uint8Array(27),
      dims: [3, 3, 3],
      spacing: [1, 2, 4],
      affine: axisAligned([1, 2, 4], [0, 0, 5e-5]),
    });
    expect(() => requireSameGeometry(image, near)).not.toThrow();
  });
});

describe("masks", () => {
  const mask = cube(Uint8Array.from({ length: 27 }, (_, n) => (n === 0 ? 2 : n === 13 ? 1 : n === 26 ? 1 : 0)));

  it("cuts a region to its box", () => {
    const region = regionOf(mask, 1);
    expect(region.box).toEqual({ min: [1, 1, 1], max: [2, 2, 2] });
    expect(region.count).toBe(2);
    expect([...region.bits]).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
    expect(regionOf(mask, [1, 2]).count).toBe(3);
    expect(maskVolumeMm3(mask, 2)).toBe(8);
  });

  const arrays = [Uint8Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
  test.prop([
    fc.constantFrom(...arrays),
    fc.integer({ min: 0, max: 3 }),
    fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2), { minLength: 45, maxLength: 45 }),
  ])("find every voxel of a label, whatever their type and wherever their memory begins", (Numbers, skip, values) => {
    const memory = new Numbers(45 + skip).fill(1);
    memory.set(values, skip);
    const labels = makeVolume({ data: memory.subarray(skip), dims: [5, 3, 3] });
    for (const label of [1, 2] as const) {
      if (!values.includes(label)) continue;
      const { box, dims, bits } = regionOf(labels, label);
      const found: number[] = [];
      for (let p = 0; p < bits.length; p++) {
        const [i, j, k] = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))];
        if (bits[p]) found.push(i + box.min[0] + 5 * (j + box.min[1] + 3 * (k + box.min[2])));
      }
      expect(found).toEqual(values.flatMap((x, n) => (x === label ? [n] : [])));
    }
  });

  it("names the labels there are when the wanted one is missing, none, or not said", () => {
    expect(() => regionOf(mask, 5)).toThrow(/no voxel with label 5; it has 1 \(2 voxels\), 2 \(1 voxels\)/);
    expect(() => regionOf(mask)).toThrow(/labels 1, 2; say which/);
    expect(() => regionOf(cube(new Uint8Array(27)))).toThrow(/mask is empty/);
    expect(regionOf(cube(Uint8Array.from({ length: 27 }, (_, n) => (n === 4 ? 255 : 0)))).labels).toEqual([255]);
    expect(() => labelCounts(cube(Float64Array.from({ length: 27 }, () => Number.NaN)))).toThrow(
      /27 voxels that are NaN/,
    );
  });

  test.prop([fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 60, maxLength: 60 })])(
    "region box and count equal a plain search",
    (values) => {
      const random = makeVolume({ data: Uint8Array.from(values), dims: [5, 4, 3] });
      const inside = values.flatMap((v, n) => (v === 1 ? [[n % 5, Math.floor(n / 5) % 4, Math.floor(n / 20)]] : []));
      fc.pre(inside.length > 0);
      const region = regionOf(random, 1);
      expect(region.count).toBe(inside.length);
      for (const c of [0, 1, 2]) {
        expect(region.box.min[c]).toBe(Math.min(...inside.map((p) => p[c]!)));
        expect(region.box.max[c]).toBe(Math.max(...inside.map((p) => p[c]!)));
      }
      expect(region.bits.reduce((a, b) => a + b, 0)).toBe(inside.length);
    },
  );

  it("counts parts that touch at a corner as one", () => {
    expect(componentCount(regionOf(mask, 1).bits, [2, 2, 2])).toBe(1);
    expect(componentCount(Uint8Array.from([1, 0, 1, 0, 0, 1]), [6, 1, 1])).toBe(3);
  });
});

describe("resampling", () => {
  const linear = cube(
    Float64Array.from({ length: 27 }, (_, n) => 2 * (n % 3) + 3 * 2 * (Math.floor(n / 3) % 3) - 4 * Math.floor(n / 9)),
  );

  test.prop([
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: 0, max: 4, noNaN: true }),
    fc.double({ min: 0, max: 8, noNaN: true }),
  ])("a linear ramp is sampled exactly", (x, y, z) => {
    expect(worldSampler(linear)([x, y, z])).toBeCloseTo(2 * x + 3 * y - z, 9);
  });

  it("is NaN outside, and fills outside with the value asked for", () => {
    expect(worldSampler(linear)([-0.1, 0, 0])).toBeNaN();
    const moved = { dims: [1, 1, 1] as const, spacing: [1, 2, 4] as const, affine: axisAligned([1, 2, 4], [9, 9, 9]) };
    expect(resampleTo(linear, moved, "linear", -1024).data[0]).toBe(-1024);
  });

  it("onto its own grid changes nothing, and crop keeps the place", () => {
    expect([...resampleTo(linear, linear, "linear").data]).toEqual([...linear.data]);
    const mask = withData(
      linear,
      Uint8Array.from({ length: 27 }, (_, n) => n),
    );
    expect(resampleTo(mask, mask, "nearest")).toEqual(mask);
    const cut = crop(mask, { min: [1, 0, 2], max: [2, 1, 2] });
    expect([...cut.data]).toEqual([19, 20, 22, 23]);
    expect(toWorld(cut.affine, 0, 0, 0)).toEqual(toWorld(mask.affine, 1, 0, 2));
    expect(resampleTo(mask, cut, "nearest")).toEqual(cut);
    expect(() => crop(mask, { min: [0, 0, 0], max: [3, 1, 1] })).toThrow(/does not lie in a volume of 3×3×3/);
  });
});
