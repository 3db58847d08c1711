import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { random, randomPair } from "../testing/regions.ts";
import { autocorrelation } from "./autocorrelation.ts";
import { principalVariances, symmetricEigenvalues } from "./axes.ts";
import { ellipsoidArea, ellipsoidVolume, enclosingEllipsoid } from "./ellipsoid.ts";
import { fastLength, transform3d } from "./fft.ts";
import { convexHull, hullDiameter, pointDiameter } from "./hull.ts";
import { surfaceMesh } from "./mesh.ts";
import { orientedBox } from "./oriented-box.ts";

describe("Fourier transform", () => {
  it.each([
    [4, 6, 5],
    [1, 9, 2],
    [30, 1, 1],
    [8, 8, 3],
  ] as const)("of %i×%i×%i equals its definition", (ni, nj, nk) => {
    const next = random(ni * 100 + nj * 10 + nk);
    const n = ni * nj * nk;
    const re = Float64Array.from({ length: n }, next);
    const im = Float64Array.from({ length: n }, next);
    const [r, m] = [re.slice(), im.slice()];
    transform3d(r, m, [ni, nj, nk]);
    for (let f = 0; f < n; f++) {
      const [u, v, w] = [f % ni, Math.floor(f / ni) % nj, Math.floor(f / (ni * nj))];
      let [sr, si] = [0, 0];
      for (let p = 0; p < n; p++) {
        const [i, j, k] = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))];
        const angle = -2 * Math.PI * ((u * i) / ni + (v * j) / nj + (w * k) / nk);
        sr += re[p]! * Math.cos(angle) - im[p]! * Math.sin(angle);
        si += re[p]! * Math.sin(angle) + im[p]! * Math.cos(angle);
      }
      expect(r[f]).toBeCloseTo(sr, 9);
      expect(m[f]).toBeCloseTo(si, 9);
    }
  });

  it("finds lengths of 2, 3 and 5 only", () => {
    expect([1, 7, 11, 13, 97, 121].map(fastLength)).toEqual([1, 8, 12, 15, 100, 125]);
  });
});

describe("Moran's I and Geary's C", () => {
  test.prop([fc.integer({ min: 1, max: 1e6 }), fc.constantFrom<[number, number, number]>([1, 1, 1], [0.7, 1.3, 5])], {
    numRuns: 30,
  })("are the same pair by pair and through the Fourier transform", (seed, spacing) => {
    const next = random(seed);
    const dims = [7, 5, 6] as const;
    const at: number[] = [];
    for (let p = 0; p < 210; p++) if (next() < 0.5) at.push(p);
    fc.pre(at.length > 1);
    const values = Float64Array.from(at, () => 1000 + 300 * next());
    const direct = autocorrelation(Int32Array.from(at), values, dims, spacing, "direct");
    const fourier = autocorrelation(Int32Array.from(at), values, dims, spacing, "fourier");
    expect(fourier.moran! - direct.moran!).toBeCloseTo(0, 10);
    expect(fourier.geary! / direct.geary! - 1).toBeCloseTo(0, 10);
  });

  it("of two voxels are −1 and 1: the definition by hand", () => {
    // x = 0, 2: mean 1; Moran: 2·(1/d)(−1)(1)·2 / (2/d · 2) = −1; Geary: 1·2·(1/d)·4 / (2·(2/d)·2) = 1.
    const found = autocorrelation(Int32Array.of(0, 1), Float64Array.of(0, 2), [2, 1, 1], [3, 1, 1]);
    expect(found.moran).toBeCloseTo(-1, 12);
    expect(found.geary).toBeCloseTo(1, 12);
  });

  it("are undefined for one voxel and for equal intensities", () => {
    expect(autocorrelation(Int32Array.of(0), Float64Array.of(4), [1, 1, 1], [1, 1, 1])).toEqual({
      moran: null,
      geary: null,
    });
    expect(autocorrelation(Int32Array.of(0, 1), Float64Array.of(4, 4), [2, 1, 1], [1, 1, 1]).moran).toBeNull();
  });
});

describe("axes", () => {
  it("of a bar: variance along it, none across", () => {
    const [a, b, c] = principalVariances(Uint8Array.of(1, 1, 1), [1, 3, 1], [1, 2, 1], "n-1");
    expect([a, b, c]).toEqual([4, 0, 0]);
    expect(principalVariances(Uint8Array.of(1, 1, 1), [1, 3, 1], [1, 2, 1], "n")[0]).toBeCloseTo(8 / 3, 12);
  });

  test.prop([fc.tuple(...Array.from({ length: 6 }, () => fc.double({ min: -3, max: 3, noNaN: true })))])(
    "eigenvalues of B·Bᵀ keep trace, squares and determinant",
    (x) => {
      const [p, q, r, s, t, u] = x as [number, number, number, number, number, number];
      // Lower-triangular B: rows (p,0,0), (q,r,0), (s,t,u).
      const m = [p * p, p * q, p * s, q * q + r * r, q * s + r * t, s * s + t * t + u * u] as const;
      const [a, b, c] = symmetricEigenvalues(m);
      expect(a + b + c).toBeCloseTo(m[0] + m[3] + m[5], 9);
      expect(a * a + b * b + c * c).toBeCloseTo(
        m[0] ** 2 + m[3] ** 2 + m[5] ** 2 + 2 * (m[1] ** 2 + m[2] ** 2 + m[4] ** 2),
        7,
      );
      expect(a * b * c).toBeCloseTo((p * r * u) ** 2, 6);
    },
  );
});

describe("ellipsoids", () => {
  it("area of a sphere is exact, and the series is the manual's, term by term", () => {
    expect(ellipsoidArea(2, 2, 2)).toBeCloseTo(16 * Math.PI, 12);
    expect(ellipsoidArea(0, 0, 0)).toBe(0);
    const legendre = (n: number, x: number): number =>
      n === 0 ? 1 : n === 1 ? x : ((2 * n - 1) * x * legendre(n - 1, x) - (n - 1) * legendre(n - 2, x)) / n;
    const [a, b, c] = [5, 4, 2.5];
    const [alpha, beta] = [Math.sqrt(1 - b ** 2 / a ** 2), Math.sqrt(1 - c ** 2 / a ** 2)];
    const x = (alpha ** 2 + beta ** 2) / (2 * alpha * beta);
    let sum = 0;
    for (let n = 0; n <= 20; n++) sum += ((alpha * beta) ** n / (1 - 4 * n * n)) * legendre(n, x);
    expect(ellipsoidArea(a, b, c)).toBeCloseTo(4 * Math.PI * a * b * sum, 9);
  });

  it("around one voxel's octahedron is the sphere through its corners", () => {
    const hull = convexHull(surfaceMesh(Uint8Array.of(1), [1, 1, 1], [2, 2, 2]).extremes, [2, 2, 2]);
    for (const axis of enclosingEllipsoid(hull)) expect(axis).toBeCloseTo(1, 2);
  });

  test.prop([fc.uint8Array({ min: 0, max: 1, minLength: 36, maxLength: 36 })], { numRuns: 40 })(
    "and boxes hold what they enclose",
    (bits) => {
      fc.pre(bits.includes(1));
      const spacing = [1, 1.5, 2] as const;
      const hull = convexHull(surfaceMesh(bits, [3, 4, 3], spacing).extremes, spacing);
      const [a, b, c] = enclosingEllipsoid(hull);
      expect(a).toBeGreaterThanOrEqual(b);
      expect(b).toBeGreaterThanOrEqual(c);
      expect(ellipsoidVolume(a, b, c)).toBeGreaterThan(hull.volume * 0.99);
      const [x, y, z] = orientedBox(hull);
      expect(x * y * z).toBeGreaterThanOrEqual(hull.volume * (1 - 1e-9));
      // The ellipsoid of least volume lies in any box's circumscribed ellipsoid: (√3)³ π/6 of the box.
      expect(ellipsoidVolume(a, b, c)).toBeLessThanOrEqual(((Math.PI * Math.sqrt(3)) / 2) * x * y * z * 1.01);
    },
  );

  it("an upright bar's least box is its own", () => {
    const bits = new Uint8Array(27).fill(1);
    const hull = convexHull(surfaceMesh(bits, [3, 3, 3], [1, 2, 3]).extremes, [1, 2, 3]);
    expect([...orientedBox(hull)].sort((p, q) => p - q)).toEqual([3, 6, 9]);
  });
});

describe("diameter without a hull", () => {
  it.each([1, 2, 3, 4, 5])("is that of the hull (seed %i)", (seed) => {
    const { mask } = randomPair(seed, [7, 6, 5], [0.7, 1.2, 2.5], 9, 0.3);
    const { extremes } = surfaceMesh(Uint8Array.from(mask.data), mask.dims, mask.spacing);
    expect(pointDiameter(extremes, mask.spacing)).toBeCloseTo(hullDiameter(convexHull(extremes, mask.spacing)), 10);
  });
});
