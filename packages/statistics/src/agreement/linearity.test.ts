import { describe, expect, it } from "vitest";
import { linearity } from "./linearity.ts";

const of = <T extends { estimable: boolean }>(found: T) => found as Extract<T, { estimable: true }>;

describe("linearity", () => {
  it("is R's lm, confint and the quadratic term of the centred values", () => {
    // x <- c(5,5,10,10,20,20,40,40); y <- c(5.4,4.9,10.6,9.8,20.9,19.7,38.1,39.2); m <- lm(y ~ x)
    // q <- lm(y ~ I(x - mean(x)) + I((x - mean(x))^2))   (R 4.2.2)
    const found = of(linearity([5.4, 4.9, 10.6, 9.8, 20.9, 19.7, 38.1, 39.2], [5, 5, 10, 10, 20, 20, 40, 40]));
    expect(found).toMatchObject({ n: 8, levels: 4 });
    expect(found.intercept).toBeCloseTo(0.663043478260866, 11);
    expect(found.slope).toBeCloseTo(0.955304347826087, 12);
    expect(found.interceptInterval.lower).toBeCloseTo(-0.316786484565733, 9);
    expect(found.interceptInterval.upper).toBeCloseTo(1.642873441087464, 9);
    expect(found.slopeInterval.lower).toBeCloseTo(0.912793355342005, 10);
    expect(found.slopeInterval.upper).toBeCloseTo(0.997815340310169, 10);
    expect(found.residualSd).toBeCloseTo(0.658698761173127, 11);
    expect(found.r2).toBeCloseTo(0.998019510186328, 11);
    expect(found.quadratic!.coefficient).toBeCloseTo(-0.00258602150537634, 12);
    expect(found.quadratic!.interval.lower).toBeCloseTo(-0.00700464526283442, 10);
    expect(found.quadratic!.interval.upper).toBeCloseTo(0.00183260225208175, 10);
    expect(found.quadratic!.p).toBeCloseTo(0.192799575052385, 9);
  });

  it("of a parabola needs its quadratic term; of two true values none can be told", () => {
    const x = [1, 2, 3, 4, 5, 6];
    const bent = of(
      linearity(
        x.map((v, n) => v * v + (n % 2 ? 0.01 : -0.01)),
        x,
      ),
    );
    expect(bent.quadratic!.coefficient).toBeCloseTo(1, 2);
    expect(bent.quadratic!.p).toBeLessThan(1e-6);
    expect(of(linearity([1.1, 0.9, 2.1, 1.9], [1, 1, 2, 2])).quadratic).toBeNull();
  });

  it("says why there is no line", () => {
    expect(linearity([1, 2], [1, 2])).toMatchObject({ estimable: false, reason: expect.stringMatching(/three pairs/) });
    expect(linearity([1, 2, 3], [4, 4, 4])).toMatchObject({ estimable: false });
  });
});
