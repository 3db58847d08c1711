import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { symbolicRegression, symbolicValues } from "./symbolic-regression.ts";

const random = randomSource(11);
const column = (n: number) => Array.from({ length: n }, () => 1 + 9 * random.uniform());
const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
const [a, b, c, d] = [column(120), column(120), column(120), column(120)];
const features = { a, b, c, d };
const of = (law: (i: number) => number, noise = 0) => a.map((_, i) => law(i) + noise * normal());
const found = (y: readonly number[], link: "identity" | "logit" = "identity") => {
  const fit = symbolicRegression(y, features, { link });
  if (!fit.estimable) throw new Error(fit.reason);
  return fit;
};

describe("symbolic regression", () => {
  it.each([
    {
      what: "an energy",
      law: (i: number) => 3 + 2 * a[i]! * b[i]! ** 2,
      text: /^\((a × \(b\)²|\(b\)² × a)\)$/,
      at: [3, 2],
    },
    { what: "a law of gravity", law: (i: number) => 5 * ((a[i]! * b[i]!) / c[i]! ** 2), text: /c\)²/, at: [0, 5] },
    { what: "a reciprocal", law: (i: number) => 1 - 4 / d[i]!, text: /^\(1 \/ d\)$/, at: [1, -4] },
    { what: "a logarithm of a ratio", law: (i: number) => 2 - Math.log(a[i]! / c[i]!), text: /^log\(/, at: null },
    { what: "a column alone", law: (i: number) => 7 * c[i]!, text: /^c$/, at: [0, 7] },
  ])("finds $what, planted without noise", ({ law, text, at }) => {
    const y = of(law);
    const fit = found(y);
    expect(fit.text).toMatch(text);
    if (at) expect([fit.intercept, fit.slope]).toEqual(at.map((v) => expect.closeTo(v, 6)));
    const p = symbolicValues(fit, features);
    for (const [i, v] of y.entries()) expect(p[i]!).toBeCloseTo(v, 6);
  });

  it("finds a product under noise, and no longer formula than the noise allows", () => {
    const fit = found(of((i) => 1 + 0.5 * a[i]! * b[i]!, 2));
    expect(fit.text).toBe("(a × b)");
    expect(fit.length).toBe(3);
    expect(Math.abs(fit.slope - 0.5)).toBeLessThan(0.05);
  });

  it("finds a planted log odds", () => {
    const [u, v, w] = [column(600), column(600), column(600)];
    const y = u.map((_, i) => (random.uniform() < 1 / (1 + Math.exp(-(u[i]! / v[i]! - 1.2) * 3)) ? 1 : 0));
    const fit = symbolicRegression(y, { u, v, w }, { link: "logit", longest: 5 });
    if (!fit.estimable) throw new Error(fit.reason);
    expect(fit.text).toBe("(u / v)");
    // 3 (u / v) - 3.6, within some three standard errors of a fit of 600.
    expect(Math.abs(fit.slope - 3)).toBeLessThan(0.9);
    expect(symbolicValues(fit, { u, v, w }).every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it("says the criterion by hand: n log(RSS / n) + (length + 2) log n", () => {
    // y = 0, 1, 4, 4 … on x: slope and residuals of the line by hand.
    const [x, y] = [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 6],
    ];
    // Mean of y 3.2, slope 12 / 10 = 1.2, intercept -0.4; residuals 0.2, 0, -0.2, -0.4, 0.4: RSS 0.4.
    const fit = symbolicRegression(y, { x }, { link: "identity", longest: 1 });
    expect(fit).toMatchObject({
      text: "x",
      length: 1,
      slope: expect.closeTo(1.2, 12),
      intercept: expect.closeTo(-0.4, 12),
    });
    expect(fit.estimable && fit.criterion).toBeCloseTo(5 * Math.log(0.4 / 5) + 3 * Math.log(5), 10);
  });

  it("gives the same twice, and holds new subjects within what it has seen", () => {
    const fit = found(of((i) => 1 - 4 / d[i]!));
    expect(found(of((i) => 1 - 4 / d[i]!))).toEqual(fit);
    const [near, none] = symbolicValues(fit, { d: [1e-9, 0] });
    // 1 / d is held at its greatest of the fit; without a value the mean stands.
    expect(near).toBeCloseTo(1 - 4 / Math.min(...d), 6);
    expect(none).toBeCloseTo(1 - 4 * (d.reduce((s, v) => s + 1 / v, 0) / d.length), 6);
  });

  it("of noise keeps to one column or little more, and says so where nothing varies or too much is asked", () => {
    expect(found(of(() => 0, 1)).length).toBeLessThanOrEqual(3);
    expect(symbolicRegression([1, 1, 1, 1, 1], { x: [1, 2, 3, 4, 5] }, { link: "identity" })).toMatchObject({
      estimable: false,
    });
    const many = Object.fromEntries(Array.from({ length: 61 }, (_, j) => [`x${j}`, a]));
    expect(symbolicRegression(a, many, { link: "identity" })).toMatchObject({
      reason: expect.stringMatching(/61 columns/),
    });
  });
});
