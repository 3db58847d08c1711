/**
 * Convex hull of points in the plane by Andrew's monotone chain (Inf Process Lett 1979;9:216): counter-clockwise from the
 * lowest x, no three on a line. `xy` holds x0, y0, x1, y1, …; the result is indices of points. Exact when the
 * coordinates are integers below 2²⁵. One point or a segment come back as they are.
 */
export function convexHull2d(xy: ArrayLike<number>): number[] {
  const count = xy.length / 2;
  const order = Array.from({ length: count }, (_, n) => n).sort(
    (a, b) => xy[2 * a]! - xy[2 * b]! || xy[2 * a + 1]! - xy[2 * b + 1]!,
  );
  const x = (n: number): number => xy[2 * n]!;
  const y = (n: number): number => xy[2 * n + 1]!;
  const turn = (a: number, b: number, c: number): number =>
    (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a));
  const half = (points: Iterable<number>): number[] => {
    const chain: number[] = [];
    for (const p of points) {
      const last = chain.at(-1);
      if (last !== undefined && x(last) === x(p) && y(last) === y(p)) continue;
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain;
  };
  const lower = half(order);
  const upper = half([...order].reverse());
  if (lower.length === 1) return lower;
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}
