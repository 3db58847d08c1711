import { describe, expect, it } from "vitest";
import { randomSource, sourceFromWords, splitMix64 } from "./random.ts";

const join = ({ high, low }: { high: number; low: number }) => (BigInt(high) << 32n) | BigInt(low);

describe("xoshiro256**", () => {
  it("gives the authors' sequence from state 1, 2, 3, 4", () => {
    // The values by which rand_xoshiro and other ports check themselves against the authors' C.
    const source = sourceFromWords([1n, 2n, 3n, 4n]);
    expect(Array.from({ length: 10 }, () => join(source.next64()))).toEqual([
      11520n,
      0n,
      1509978240n,
      1215971899390074240n,
      1216172134540287360n,
      607988272756665600n,
      16172922978634559625n,
      8476171486693032832n,
      10595114339597558777n,
      2904607092377533576n,
    ]);
  });

  it("is seeded by SplitMix64", () => {
    expect(splitMix64(1477776061723855037n, 3)).toEqual([
      1985237415132408290n,
      2979275885539914483n,
      13511426838097143398n,
    ]);
  });

  it("repeats itself from the same seed and differs between seeds and streams", () => {
    const first = (seed: number, stream = 0) => {
      const s = randomSource(seed, stream);
      return [s.uniform(), s.uniform(), s.uniform()];
    };
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
    expect(first(7)).not.toEqual(first(7, 1));
  });

  it("draws integers evenly, and uniforms inside [0, 1)", () => {
    const s = randomSource(20240229);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[s.integer(7)]!++;
    const chi = counts.reduce((t, c) => t + (c - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(22.46); // 0.999 quantile of chi-square on 6
    for (let i = 0; i < 1000; i++) {
      const u = s.uniform();
      expect(u >= 0 && u < 1).toBe(true);
    }
  });

  it("refuses a seed that is no whole number", () => {
    expect(() => randomSource(0.5)).toThrow(/whole number/);
    expect(() => randomSource(-1)).toThrow(/whole number/);
  });
});
