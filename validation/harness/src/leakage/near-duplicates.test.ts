import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { nearFeatures } from "./near-features.ts";
import { nearPairs } from "./near-images.ts";

const random = randomSource(17);
const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
const unit = (values: Float32Array) => {
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  const centred = values.map((v) => v - mean);
  const length = Math.hypot(...centred);
  return centred.map((v) => v / length);
};
/** A smooth anatomy that all share, and a part of one's own. */
const anatomy = Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i / 300) + Math.cos((i % 256) / 40));
const picture = (own: number) => unit(anatomy.map((v) => v + own * normal()));
const mixed = (u: Float32Array, share: number) => unit(u.map((v) => v + (share * normal()) / 64));
const dot = (u: Float32Array, v: Float32Array) => u.reduce((s, x, i) => s + x * v[i]!, 0);

describe("near images", () => {
  it("are exactly the pairs that a comparison of all with all finds", () => {
    const a = Array.from({ length: 60 }, () => picture(0.25));
    const b = [...Array.from({ length: 50 }, () => picture(0.25)), ...a.slice(0, 20).map((u, i) => mixed(u, 0.02 * i))];
    const brute = a.flatMap((u, i) => b.flatMap((v, j) => (dot(u, v) > 0.99 ? [`${i} ${j}`] : [])));
    expect(brute.length).toBeGreaterThanOrEqual(5);
    expect(brute.length).toBeLessThan(40);
    expect(
      nearPairs(a, b)
        .map((p) => `${p.a} ${p.b}`)
        .sort(),
    ).toEqual(brute.sort());
    for (const p of nearPairs(a, b)) expect(p.correlation).toBeCloseTo(dot(a[p.a]!, b[p.b]!), 5);
  });

  it("of nothing are none", () => {
    expect(nearPairs([], [picture(1)])).toEqual([]);
    expect(nearPairs([picture(1)], [])).toEqual([]);
  });
});

describe("near features", () => {
  const subject = (key: string, values: readonly number[]) => ({
    key,
    figures: new Map(values.map((v, i) => [`f${i}`, v])),
  });
  const values = (n = 40) => Array.from({ length: n }, () => 100 + 10 * normal());
  const others = Array.from({ length: 30 }, (_, i) => subject(`D${i}`, values()));
  const found = (patient: readonly number[], copy: readonly number[]) =>
    nearFeatures([...others, subject("A", patient)], [subject("T", copy)]).map((p) => `${p.a} ${p.b}`);

  it.each([
    ["the same figures", (v: number) => v, ["A T"]],
    ["figures equal but for rounding", (v: number) => v * (1 + 4e-7), ["A T"]],
    ["two of forty changed", (v: number, i: number) => (i < 2 ? v + 5 : v), ["A T"]],
    ["figures re-computed a little otherwise (cosine)", (v: number) => v + 0.05 * normal(), ["A T"]],
    ["another patient", () => 100 + 10 * normal(), []],
    ["three of forty changed by much", (v: number, i: number) => (i < 3 ? v + 40 : v), []],
  ])("%s", (_, change, expected) => {
    const patient = values();
    expect(found(patient, patient.map(change))).toEqual(expected);
  });

  it("are not seen in two figures, nor in the direction of a few", () => {
    expect(found([1, 2], [1, 2])).toEqual([]);
    expect(found([1, 2, 3], [1, 2, 3])).toEqual(["A T"]);
    expect(found([110, 120, 130, 140], [110.01, 120.01, 130.01, 140.01])).toEqual([]);
  });

  it("are compared over the figures that both have", () => {
    const patient = values();
    const [a, t] = [subject("A", patient), subject("T", patient)];
    for (let i = 0; i < 30; i++) t.figures.delete(`f${i}`);
    expect(nearFeatures([...others, a], [t]).map((p) => p.why)).toEqual(["10 of 10 values equal"]);
  });
});
