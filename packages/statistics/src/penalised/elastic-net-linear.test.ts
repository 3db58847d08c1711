import { expect, it } from "vitest";
import { elasticNetLinear } from "./elastic-net-linear.ts";

/** R 4.2, glmnet: glmnet(x, y, alpha, lambda = c(0.5, 0.1, 0.02), thresh = 1e-20): intercept, a, b, c, d. */
const GLMNET = [
  {
    alpha: 1,
    fits: [
      [2.460078599187, 1.344982985239, 0, 0, 0],
      [2.799406472597, 1.945945643208, -0.340538426351, 0, -0.316773344362],
      [2.883348791584, 2.07172343476, -0.427399956552, 0, -0.437603379358],
    ],
    devRatio: [0.670659546609, 0.850504433546, 0.861389528095],
  },
  {
    alpha: 0.5,
    fits: [
      [2.6206357929943, 1.4851343792723, -0.1501243416483, 0, -0.0627660383003],
      [2.8409966297768, 1.9641063847692, -0.3822580713336, 0, -0.3764336847213],
      [2.9135790915242, 2.0756464907949, -0.4405575722097, -0.0083785542461, -0.4491095086253],
    ],
    devRatio: [0.745132837908, 0.855944010639, 0.861775370595],
  },
];
const i = Array.from({ length: 24 }, (_, k) => k);
const features = {
  a: i.map((k) => Math.sin(3 * k + 1)),
  b: i.map((k) => Math.cos(5 * k) + 0.1 * k),
  c: i.map((k) => (7 * k) % 5),
  d: i.map((k) => Math.sin(k * k)),
};
const outcome = i.map((k) => 2 * features.a[k]! - 0.5 * features.b[k]! + Math.sin(17 * k) + 3);

it.each(GLMNET)("a linear elastic net has glmnet's coefficients, alpha $alpha", ({ alpha, fits, devRatio }) => {
  const path = elasticNetLinear({ features, outcome }, { alpha, lambda: [0.5, 0.1, 0.02] });
  if (!path.estimable) throw new Error(path.reason);
  path.fits.forEach((fit, l) => {
    [fit.intercept, ...fit.coefficients].forEach((v, j) => {
      expect(v, `lambda ${fit.lambda}, coefficient ${j}`).toBeCloseTo(fits[l]![j]!, 7);
    });
    expect(fit.devianceExplained).toBeCloseTo(devRatio[l]!, 8);
  });
});
it("says why an outcome that does not vary has no model", () => {
  expect(elasticNetLinear({ features, outcome: i.map(() => 2) }, { lambda: 0.1 })).toMatchObject({ estimable: false });
});
