/** A function to be made small: its value at `x`, and its gradient written into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Kingma & Ba 2015 (Adam), from `start`, a fixed number of steps; the best point on the way. The same start, the same end. */
export function descend(
  objective: Objective,
  start: Float64Array,
  steps = 1500,
  rate = 0.03,
): { x: Float64Array; value: number } {
  const x = start.slice();
  const [first, second, gradient] = [
    new Float64Array(x.length),
    new Float64Array(x.length),
    new Float64Array(x.length),
  ];
  let best = { x: x.slice(), value: Number.POSITIVE_INFINITY };
  for (let t = 1; t <= steps; t++) {
    gradient.fill(0);
    const [lean, swing] = [1 - 0.9 ** t, 1 - 0.999 ** t];
    const value = objective(x, gradient);
    if (value < best.value) best = { x: x.slice(), value };
    // The steps shrink to nothing, so that the end does not swing about the minimum.
    const step = rate * (1 - (t - 1) / steps);
    for (let j = 0; j < x.length; j++) {
      first[j] = 0.9 * first[j]! + 0.1 * gradient[j]!;
      second[j] = 0.999 * second[j]! + 0.001 * gradient[j]! ** 2;
      x[j]! -= (step * (first[j]! / lean)) / (Math.sqrt(second[j]! / swing) + 1e-9);
    }
  }
  return best;
}
