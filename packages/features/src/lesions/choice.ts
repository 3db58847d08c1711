/** How a patient's figure moves with the number and choice of lesions. */
export interface ChoiceRobustness {
  /** Lesions drawn each time. */
  readonly lesions: number;
  readonly draws: number;
  readonly mean: number;
  /** Over the draws (1/N). */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Draws `draws` choices of k lesions without replacement for each k from 1 to all but one, takes the figure of each,
 * and says how it spreads. `uniform` gives numbers in [0, 1): seed it. Throws RangeError for fewer than two lesions.
 */
export function choiceRobustness<L>(
  lesions: readonly L[],
  figure: (chosen: readonly L[]) => number,
  draws: number,
  uniform: () => number,
): ChoiceRobustness[] {
  if (lesions.length < 2) throw new RangeError(`A choice needs at least two lesions; there is ${lesions.length}.`);
  return Array.from({ length: lesions.length - 1 }, (_, n) => {
    const k = n + 1;
    const figures = Array.from({ length: draws }, () => figure(draw(lesions, k, uniform)));
    const mean = figures.reduce((a, x) => a + x, 0) / draws;
    return {
      lesions: k,
      draws,
      mean,
      sd: Math.sqrt(figures.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws),
      min: Math.min(...figures),
      max: Math.max(...figures),
    };
  });
}

/** The first k of a shuffle (Fisher and Yates). */
function draw<L>(lesions: readonly L[], k: number, uniform: () => number): L[] {
  const list = [...lesions];
  for (let n = 0; n < k; n++) {
    const m = n + Math.floor(uniform() * (list.length - n));
    [list[n], list[m]] = [list[m]!, list[n]!];
  }
  return list.slice(0, k);
}
