import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { hashOf, sha256Hex } from "./hash.ts";

describe("canonical JSON (RFC 8785)", () => {
  it("writes the example of RFC 8785 §3.2.2 as §3.2.3 prints it", () => {
    const example = {
      numbers: JSON.parse("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]") as number[],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts keys by UTF-16 code units (RFC 8785 §3.2.3)", () => {
    const keys = JSON.parse('{"\u20ac":1,"\\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\\u0080":6,"\u00f6":7}') as Record<
      string,
      number
    >;
    expect(Object.values(JSON.parse(canonicalJson(keys).replace(/"1":4/, '"x1":4')) as Record<string, number>)).toEqual(
      [2, 4, 6, 7, 1, 5, 3],
    );
  });

  it("leaves out undefined members and refuses what has no JSON form", () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson(() => 1)).toThrow(TypeError);
  });

  test.prop([fc.jsonValue()])("says the same value in whatever order it was built", (value) => {
    const text = canonicalJson(value);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(reverseKeys(value))).toBe(text);
  });
});

describe("hash", () => {
  it("is SHA-256 (FIPS 180-4 example 'abc')", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(hashOf({ b: 1, a: [] })).toBe(sha256Hex('{"a":[],"b":1}'));
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reverseKeys(v)]),
  );
}
