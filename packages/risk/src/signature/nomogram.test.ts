import { type Signature, signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { applySignature } from "./apply-signature.ts";
import { nomogramOf, probabilityAt } from "./nomogram.ts";

const of = (form: object, inputs: object[]): Signature =>
  signature.parse({
    schema: "nadir.signature/1",
    id: "n",
    version: "1",
    title: "Example",
    predicts: "death",
    higherMeans: "worse",
    intendedUse: "a test",
    limits: ["a test"],
    origin: { kind: "published", printed: [{ citation: "by hand", place: "this test" }] },
    inputs: inputs.map((i) => ({ from: "value", unit: "1", ...i, label: (i as { name: string }).name })),
    form,
  });
const AGE = { name: "age", seen: [40, 80] };
const SIZE = { name: "size", unit: "mm", seen: [10, 1000] };
const logistic = of(
  {
    kind: "linear",
    link: "logit",
    intercept: -3,
    terms: [
      { input: "age", coefficient: 0.05 },
      { input: "size", coefficient: -0.5, transform: "log10", centre: 2 },
    ],
  },
  [AGE, SIZE],
);

describe("a nomogram", () => {
  it("by hand: age moves the sum by 2 and has 100 points, size by 1 and has 50, falling", () => {
    const { axes, start, perPoint, total } = nomogramOf(logistic);
    expect(perPoint).toBeCloseTo(0.02, 12);
    // −3 + 0.05 × 40, and size at 1000: −0.5 × (3 − 2).
    expect(start).toBeCloseTo(-3 + 2 - 0.5, 12);
    expect(axes[0]!.marks.map(([v, p]) => [v, Math.round(p)])).toEqual([
      [40, 0],
      [50, 25],
      [60, 50],
      [70, 75],
      [80, 100],
    ]);
    expect(axes[1]!.marks[0]).toEqual([10, expect.closeTo(50, 10)]);
    expect(axes[1]!.marks.at(-1)).toEqual([1000, expect.closeTo(0, 10)]);
    // One half is at a linear predictor of 0: 1.5 / 0.02 = 75 points.
    expect(total.find(([, p]) => p === 0.5)![0]).toBeCloseTo(75, 10);
    for (const [points] of total) expect(points >= 0 && points <= 150).toBe(true);
  });

  it.each([
    { what: "a logistic formula", doc: logistic },
    {
      what: "a Cox risk by its time",
      doc: of(
        {
          kind: "cox",
          terms: [
            { input: "age", coefficient: 0.03, centre: 60, scale: 2 },
            { input: "size", coefficient: 0.4, transform: "log" },
          ],
          baseline: { timeUnit: "months", survival: [{ time: 12, value: 0.97 }] },
        },
        [AGE, SIZE],
      ),
    },
  ])("its points reproduce $what at the marks of every axis", ({ doc }) => {
    const drawn = nomogramOf(doc);
    for (const [age, a] of drawn.axes[0]!.marks)
      for (const [size, b] of drawn.axes[1]!.marks) {
        const scored = applySignature(doc, { values: { age: { value: age }, size: { value: size } }, regions: {} });
        const told = scored.probability ?? scored.risks[0]!.risk;
        expect(probabilityAt(drawn, doc, a + b)).toBeCloseTo(told, 12);
        expect(drawn.start + drawn.perPoint * (a + b)).toBeCloseTo(scored.score!, 12);
      }
  });

  it("is refused without ranges, of another form, and of an input twice", () => {
    const line = { kind: "linear", link: "logit", intercept: 0, terms: [{ input: "age", coefficient: 1 }] };
    expect(() => nomogramOf(of(line, [{ name: "age" }]))).toThrow(/'age' has no range of training/);
    expect(() => nomogramOf(of({ ...line, link: "identity" }, [AGE]))).toThrow(/is drawn of a logistic formula/);
    const twice = { ...line, terms: [...line.terms, { input: "age", coefficient: 1, transform: "log" }] };
    expect(() => nomogramOf(of(twice, [AGE]))).toThrow(/'age' stands in two terms/);
  });
});
