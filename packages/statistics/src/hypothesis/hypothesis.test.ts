import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { oneWayAnova } from "./anova.ts";
import { chiSquareTest, fisherExact, hypergeometric, hypergeometricUpper } from "./contingency.ts";
import { mixedModel } from "./mixed-model.ts";
import { kruskalWallis, mannWhitney, wilcoxonSignedRank } from "./rank-tests.ts";
import { pairedTTest, tTest } from "./t-test.ts";

/** Expected values: R 4.2.2 (stats; lme4 1.1-31 with pbkrtest 0.5.2) on the data below. */
const a = [5.1, 4.9, 6.2, 5.6, 7.3, 4.4, 5.9, 6.8];
const b = [6.5, 7.1, 5.9, 8.2, 7.7, 6.9, 9.1];
const before = [12, 15, 11, 19, 14, 13, 17, 20, 16];
const after = [14, 15, 15, 22, 13, 18, 21, 20, 19];
const three = [...a, ...b, 3.3, 4.1, 5.1, 2.8];
const group = [...a.map(() => 1), ...b.map(() => 2), 3, 3, 3, 3];
const same = (found: object, expected: Readonly<Record<string, number>>, digits = 10) => {
  for (const [key, value] of Object.entries(expected))
    expect((found as Record<string, number>)[key], key).toBeCloseTo(value, digits);
};

describe("t tests", () => {
  it("of Welch and of Student", () => {
    const welch = tTest(a, b);
    if (!welch.estimable) throw new Error(welch.reason);
    same(welch, { statistic: -2.92911947512901, df: 12.28868596907037, p: 0.01234954831178 });
    same(welch.interval, { lower: -2.7310694922981, upper: -0.40464479341619 });
    same(tTest(a, b, { equalVariances: true }), { statistic: -2.9496730784642, df: 13, p: 0.01127893629262 });
  });
  it("of pairs", () => {
    const paired = pairedTTest(before, after);
    if (!paired.estimable) throw new Error(paired.reason);
    same(paired, { statistic: -3.16227766016838, df: 8, p: 0.01334906342602 });
    same(paired.interval, { lower: -3.84271674689156, upper: -0.60172769755288 });
  });
});

describe("rank tests", () => {
  it("Mann–Whitney, with ties and exact", () => {
    same(mannWhitney(a, b), { statistic: 7.5, p: 0.02052446359823 });
    same(mannWhitney([1.1, 2.3, 3.7, 4.2, 5.8], [2.9, 6.1, 7.3, 8.8, 5.1, 9.4]), {
      statistic: 4,
      exactP: 0.05194805194805,
    });
  });
  it("Wilcoxon signed rank, with zeros and ties, and exact", () => {
    same(wilcoxonSignedRank(before, after), { statistic: 1, p: 0.03396623308713 });
    same(wilcoxonSignedRank([1.2, 3.4, 2.2, 5.9, 4.1, 6.3], [2.9, 3.0, 4.1, 9.2, 3.2, 11.1]), {
      statistic: 3,
      exactP: 0.15625,
    });
  });
  it("Kruskal–Wallis", () => {
    same(kruskalWallis(three, group), { chiSquare: 11.55363419533015, df: 2, p: 0.003098562150017 });
  });
});

describe("tables of counts", () => {
  it("chi-square, and with Yates's correction", () => {
    same(
      chiSquareTest([
        [12, 7, 9],
        [5, 3, 14],
      ]),
      { chiSquare: 4.92015976351015, df: 2, p: 0.08542812654607, smallestExpected: 4.4 },
    );
    const two = [
      [8, 1],
      [2, 7],
    ];
    same(chiSquareTest(two), { chiSquare: 8.1, p: 0.00442652585792 });
    same(chiSquareTest(two, { yates: true }), { chiSquare: 5.625, p: 0.01770606580737 });
  });
  it("Fisher's exact test and the hypergeometric distribution", () => {
    same(
      fisherExact([
        [8, 1],
        [2, 7],
      ]),
      { p: 0.015220074043603, pGreater: 0.007610037021802, oddsRatio: 28 },
    );
    same(
      fisherExact([
        [3, 8],
        [9, 4],
      ]),
      { p: 0.0995327192662 },
    );
    const of = { marked: 10, drawn: 12, total: 50 };
    expect(hypergeometric(4, of)).toBeCloseTo(0.1330315507801, 11);
    expect(hypergeometricUpper(4, of)).toBeCloseTo(0.179056477206, 11);
  });
});

describe("analysis of variance", () => {
  it("one way", () => {
    same(oneWayAnova(three, group), {
      f: 15.23887848956,
      dfBetween: 2,
      dfWithin: 16,
      p: 1.972416263701e-4,
      meanSquareBetween: 15.94333646617,
      meanSquareWithin: 1.046227678571,
    });
  });
});

describe("a mixed model with Kenward and Roger's tests", () => {
  const y = [5.1, 6.3, 5.9, 7.2, 8.1, 6.4, 4.8, 5.5, 7.9, 9.3, 8.4, 10.2, 6.6, 7.1, 5.2, 6.9, 8.8];
  const x = [1, 2, 3, 4, 5, 2, 1, 3, 4, 6, 5, 7, 2, 3, 1, 2, 5];
  const t = [0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1];
  const site = [1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6];
  const fit = mixedModel(y, { x, t }, site);
  if (!fit.estimable) throw new Error(fit.reason);
  it("has REML's coefficients, errors and variances", () => {
    [4.5083635027676, 0.8034666887675, -0.2250374376169].forEach((v, k) => {
      expect(fit.coefficients[k]!.coefficient).toBeCloseTo(v, 6);
    });
    [0.30864612331509, 0.09046722342597, 0.31361728866746].forEach((v, k) => {
      expect(fit.coefficients[k]!.standardError).toBeCloseTo(v, 6);
    });
    expect(fit.varianceBetween).toBeCloseTo(0.06938430898518, 6);
    expect(fit.varianceWithin).toBeCloseTo(0.26589453907199, 6);
  });
  it("has the adjusted errors, F and degrees of freedom of pbkrtest", () => {
    [0.3443026295454, 0.1064484566571, 0.3605413721385].forEach((v, k) => {
      expect(fit.coefficients[k]!.adjustedError).toBeCloseTo(v, 5);
    });
    same(fit.test(["x"]), { f: 56.97141594587, dfDenominator: 13.99651876515, p: 2.681353571777e-6 }, 3);
    same(fit.test(["t"]), { f: 0.3895824045224, dfDenominator: 13.64703143552, p: 0.5428127860144 }, 4);
    same(fit.test(["x", "t"]), { f: 36.98903705859, dfNumerator: 2, dfDenominator: 13.79746680504 }, 3);
  });
});

describe("degenerate input", () => {
  it.each([
    ["two constant samples", () => tTest([1, 1], [1, 1]), "no spread"],
    ["one value", () => tTest([1], [1, 2]), "1 and 2"],
    ["equal differences", () => pairedTTest([1, 2], [2, 3]), "equal"],
    ["no differences", () => wilcoxonSignedRank([1, 2], [1, 2]), "differences are 0"],
    ["equal values", () => mannWhitney([1, 1], [1]), "equal"],
    ["an empty sample", () => mannWhitney([], [1]), "0 and 1"],
    ["equal ranks", () => kruskalWallis([2, 2, 2], [1, 1, 2]), "equal"],
    ["one group", () => kruskalWallis([1, 2, 3], [1, 1, 1]), "two groups"],
    [
      "an empty row",
      () =>
        chiSquareTest([
          [0, 0],
          [1, 2],
        ]),
      "none of them empty",
    ],
    [
      "an empty column",
      () =>
        fisherExact([
          [0, 2],
          [0, 3],
        ]),
      "none of them empty",
    ],
    ["groups without spread", () => oneWayAnova([1, 1, 2, 2], [1, 1, 2, 2]), "spread"],
    ["one site", () => mixedModel([1, 2, 3, 4], {}, [1, 1, 1, 1]), "two groups"],
    ["a site a value", () => mixedModel([1, 2, 3, 4], {}, [1, 2, 3, 4]), "cannot be told apart"],
    ["collinear covariates", () => mixedModel([1, 2, 4, 3, 6], { x: [1, 1, 1, 1, 1] }, [1, 1, 2, 2, 2]), "collinear"],
  ] as const)("%s: not estimable, with the reason", (_, run, words) => {
    const found = run();
    expect(found).toMatchObject({ estimable: false, reason: expect.stringContaining(words) });
  });

  it("that is no number or no count is refused with its place", () => {
    expect(() => tTest([1, Number.NaN], [1, 2])).toThrow(/value 2/);
    expect(() =>
      chiSquareTest([
        [1, -1],
        [2, 3],
      ]),
    ).toThrow(/Row 1, column 2/);
  });
});

describe("under no effect", () => {
  it("permutation and rank p-values keep their level: at most 5 % are below 0.05, within the error of 400 draws", () => {
    const random = randomSource(7);
    const ps = Array.from({ length: 400 }, () => {
      const draw = () => Array.from({ length: 12 }, () => random.uniform());
      const found = mannWhitney(draw(), draw());
      return found.estimable ? found.exactP! : 1;
    });
    // 400 draws of probability 0.05: 20 ± 3 × sqrt(400 × 0.05 × 0.95) = 20 ± 13.
    expect(ps.filter((p) => p <= 0.05).length).toBeLessThan(33);
    expect(ps.filter((p) => p <= 0.05).length).toBeGreaterThan(7);
  });
});
