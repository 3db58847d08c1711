import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { withoutKernels } from "@nadir/kernels";
import { kernelModule } from "@nadir/kernels/compile";
import { describe, expect, it } from "vitest";
import { KERNEL_MODULES } from "../../../scripts/kernels.ts";
import { columnBlock, combineInto, growingBlock, projectInto } from "../column-block.ts";
import { elasticNetCox, elasticNetLogistic } from "../elastic-net.ts";
import { columnModule, inColumnMemory } from "./column-memory.ts";

const spread = (seed: number, k: number): number => Math.sin(seed * 12.9898 + k * 78.233) * 10 ** (k % 5);

/** Every product of a block of n × p made from a seed, and of one that grew column by column. */
function products(seed: number, n: number, p: number) {
  return inColumnMemory(() => {
    const block = columnBlock(n, p);
    const growing = growingBlock(n);
    for (let j = 0; j < p; j++) {
      const { from } = growing.add();
      const into = growing.block().values;
      for (let i = 0; i < n; i++) {
        block.values[j * block.stride + i] = spread(seed, j * n + i);
        into[from + i] = spread(seed, j * n + i);
      }
    }
    const along = Float64Array.from({ length: n }, (_, i) => spread(seed + 1, i));
    const weights = Float64Array.from({ length: p }, (_, j) => (j % 3 === 1 ? 0 : spread(seed + 2, j)));
    const named = Array.from({ length: p }, (_, j) => p - 1 - j).filter((j) => j % 7 !== 3);
    const [sums, same, line] = [new Float64Array(p), new Float64Array(p), new Float64Array(n)];
    projectInto(block, named, along, sums);
    projectInto(growing.block(), named, along, same);
    combineInto(block, named, weights, line);
    return { compiled: block.compiled !== null, sums, same, line };
  });
}

describe("products of columns", () => {
  it.each(KERNEL_MODULES)(
    "are what the sources compile to (pnpm --filter @nadir/statistics run kernels)",
    (module) => {
      expect(readFileSync(module.path, "utf8")).toBe(kernelModule(module));
    },
    60_000,
  );

  test.prop([
    fc.integer({ min: 1, max: 1e6 }),
    fc.integer({ min: 1, max: 70 }),
    fc.constantFrom(1, 3, 4, 5, 63, 65, 255, 257, 600),
  ])("have the same bytes compiled and plain, for any number of rows and columns", (seed, n, p) => {
    const compiled = products(seed, n, p);
    const plain = withoutKernels(() => products(seed, n, p));
    expect([compiled.compiled, plain.compiled]).toEqual([true, false]);
    expect(compiled.sums).toEqual(plain.sums);
    expect(compiled.same).toEqual(plain.sums);
    expect(compiled.line).toEqual(plain.line);
  });

  it("are right by hand: rows 1 … 5 of two columns", () => {
    const { sums, line } = inColumnMemory(() => {
      const block = columnBlock(5, 2);
      block.values.set([1, 2, 3, 4, 5], 0);
      block.values.set([5, 4, 3, 2, 1], block.stride);
      const [sums, line] = [new Float64Array(2), new Float64Array(5)];
      projectInto(block, [0, 1], Float64Array.of(1, 10, 100, 1000, 10000), sums);
      combineInto(block, [0, 1], Float64Array.of(2, -1), line);
      return { sums, line };
    });
    expect([...sums]).toEqual([54321, 12345]);
    expect([...line]).toEqual([-3, 0, 3, 6, 9]);
  });

  it("serve one path after the other, also within another, and after one that threw", () => {
    const alone = products(5, 33, 70);
    const within = inColumnMemory(() => {
      const outer = columnBlock(33, 70);
      outer.values.fill(7);
      const inner = products(5, 33, 70);
      expect(outer.values.every((v) => v === 7)).toBe(true);
      return inner;
    });
    expect(within).toEqual(alone);
    expect(() =>
      inColumnMemory(() => {
        columnBlock(33, 70).values.fill(Number.NaN);
        throw new Error("midway");
      }),
    ).toThrow("midway");
    expect(products(5, 33, 70)).toEqual(alone);
    expect(columnModule.exports()).not.toBeNull();
  });
});

describe("penalised paths", () => {
  const n = 61;
  const features = Object.fromEntries(
    Array.from({ length: 90 }, (_, j) => [`f${j}`, Float64Array.from({ length: n }, (_, i) => spread(3, j * n + i))]),
  );
  const lambda = [0.2, 0.1, 0.05, 0.02];

  it("have the same bytes with kernels and without", () => {
    const outcome = Uint8Array.from({ length: n }, (_, i) => (spread(9, 5 * i) > 0 ? 1 : 0));
    const logistic = () => elasticNetLogistic({ features, outcome }, { lambda });
    expect(withoutKernels(logistic)).toEqual(logistic());
    const time = Float64Array.from({ length: n }, (_, i) => 1 + Math.round(40 * Math.abs(spread(11, 5 * i))));
    const cox = () => elasticNetCox({ features, time, event: outcome }, { lambda });
    expect(withoutKernels(cox)).toEqual(cox());
  });
});
