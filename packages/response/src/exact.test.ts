import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { add, decimalsOf, multiply, subtract, toExact, toNumber } from "./exact.ts";
import { hasFallenBy, hasGrownBy } from "./threshold.ts";

/** Digits written on paper: an integer and a count of decimals, weighted to what is recorded and to the awkward. */
const written = fc
  .record({ digits: fc.integer({ min: 0, max: 9_999_999 }), decimals: fc.integer({ min: 0, max: 9 }) })
  .map(({ digits, decimals }) => ({ digits, decimals, value: Number(`${digits}e-${decimals}`) }));

describe("exact decimals", () => {
  it.each([
    [70.1, 1],
    [1e-7, 7],
    [1.5e-7, 8],
    [120, 0],
    [0, 0],
    [123456.7891, 4],
    [1e21, 0],
  ])("%d is written with %d decimals", (value, decimals) => {
    expect(decimalsOf(value)).toBe(decimals);
  });

  test.prop([written])("holds what is written, and gives it back", ({ digits, decimals, value }) => {
    expect(decimalsOf(value)).toBeLessThanOrEqual(decimals);
    expect(BigInt(toExact(value, decimals))).toBe(BigInt(digits));
    expect(toNumber(toExact(value, decimals), decimals)).toBe(value);
  });

  test.prop([fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })])(
    "adds, subtracts and multiplies as whole numbers do, across the limit of doubles",
    (a, b) => {
      const exact = (n: bigint) => add(0, n);
      expect(BigInt(add(exact(a), exact(b)))).toBe(a + b);
      expect(BigInt(subtract(exact(a), exact(b)))).toBe(a - b);
      expect(BigInt(multiply(exact(a), exact(b)))).toBe(a * b);
    },
  );

  it("decides thresholds that doubles miss", () => {
    // 0.1 + 0.2 + 0.4 = 0.7000000000000001 in doubles, which is not 30 % below 1.
    expect(hasFallenBy(toExact(0.7, 1), toExact(1, 1), 30)).toBe(true);
    expect(hasGrownBy(toExact(1.2, 1), toExact(1, 1), 20)).toBe(true);
    expect(hasFallenBy(toExact(70.0000001, 7), toExact(100, 7), 30)).toBe(false);
  });
});
