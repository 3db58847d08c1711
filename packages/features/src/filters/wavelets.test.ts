import { describe, expect, it } from "vitest";
import { stationaryWavelet } from "./stationary-wavelet.ts";
import { stationaryWaveletSingle } from "./stationary-wavelet-single.ts";
import { WAVELETS, waveletFilters } from "./wavelet-coefficients.ts";

describe("wavelet filters", () => {
  it.each(WAVELETS)("%s is orthonormal over even shifts, and its high-pass is blind to constants", (name) => {
    const { low, high } = waveletFilters(name);
    const shifted = (a: Float64Array, b: Float64Array, by: number): number =>
      a.reduce((sum, x, n) => sum + x * (b[n - by] ?? 0), 0);
    for (let by = 0; by < low.length; by += 2) {
      expect(shifted(low, low, by)).toBeCloseTo(by === 0 ? 1 : 0, 7);
      expect(shifted(low, high, by)).toBeCloseTo(0, 7);
    }
    expect(low.reduce((sum, x) => sum + x, 0)).toBeCloseTo(Math.SQRT2, 7);
    expect(high.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 7);
  });
});

describe("single precision", () => {
  // numpy: x = [(37n) % 101 + (n² % 7)/8 for n < 40] as float32, times float32(9.7); shape (2, 4, 5).
  const dims = [5, 4, 2] as const;
  const image = Float32Array.from(
    { length: 40 },
    (_, n) => Math.fround(((37 * n) % 101) + ((n * n) % 7) / 8) * Math.fround(9.7),
  );
  // pywt.swtn of the image, its odd axis wrapped by one: PyWavelets 1.8.0, coif1, level 1, float32.
  const HLL = [
    -241.64913940429688, 25.37954330444336, 118.81049346923828, -402.5794677734375, 289.1546630859375, 355.10107421875,
    -396.60211181640625, 114.18136596679688, 93.312255859375, -75.9967269897461, 660.373046875, -214.7101593017578,
    -141.73875427246094, 482.0220031738281, -385.3003234863281, 63.62287139892578, 207.27149963378906,
    -137.10955810546875, -13.869762420654297, -20.14896583557129, -241.6491241455078, 25.379528045654297,
    118.81051635742188, -402.5794677734375, 289.1546325683594, 355.1011047363281, -396.60205078125, 114.18130493164062,
    93.3122787475586, -75.99674224853516, 660.3729858398438, -214.71011352539062, -141.73880004882812,
    482.02203369140625, -385.3003234863281, 63.62284851074219, 207.27149963378906, -137.1095428466797,
    -13.869796752929688, -20.14894676208496,
  ];
  const HHH = [
    -297.3199462890625, -340.6956787109375, 425.5097961425781, -451.79376220703125, 319.5009460449219,
    -60.79509353637695, -75.29745483398438, 420.1040954589844, -201.97862243652344, -60.3140983581543,
    663.2360229492188, -334.65283203125, -462.514892578125, 712.1268920898438, -299.0351257324219, -305.12109375,
    750.6459350585938, -383.0989990234375, -58.35441970825195, 39.84822463989258, 297.3199462890625, 340.6956787109375,
    -425.5097961425781, 451.7937927246094, -319.5009460449219, 60.79505920410156, 75.2974624633789, -420.1041259765625,
    201.97860717773438, 60.31411361694336, -663.2361450195312, 334.6528015136719, 462.5149230957031, -712.1268920898438,
    299.0350646972656, 305.1211242675781, -750.6459350585938, 383.0989685058594, 58.35444641113281, -39.848236083984375,
  ];
  const box = { first: [0, 0, 0] as const, dims };

  it("gives PyWavelets' values bit for bit, on axes shorter than the filter and over the end of each", () => {
    const bands = stationaryWaveletSingle(image, dims, "coif1", box);
    expect([...bands.HLL!]).toEqual(HLL);
    expect([...bands.HHH!]).toEqual(HHH);
  });

  it("is not what double precision gives", () => {
    const { HHH: double } = stationaryWavelet(image, dims, "coif1", box);
    expect([...double].some((x, n) => Math.fround(x) !== HHH[n])).toBe(true);
    for (const [n, x] of double.entries()) expect(Math.abs(x - HHH[n]!)).toBeLessThan(1e-3);
  });

  it("computes a part of the image as the whole of it", () => {
    const part = stationaryWaveletSingle(image, dims, "coif1", { first: [3, 1, 1], dims: [2, 2, 1] });
    const whole = (i: number, j: number, k: number): number => HHH[i + 5 * (j + 4 * k)]!;
    expect([...part.HHH!]).toEqual([whole(3, 1, 1), whole(4, 1, 1), whole(3, 2, 1), whole(4, 2, 1)]);
  });
});
