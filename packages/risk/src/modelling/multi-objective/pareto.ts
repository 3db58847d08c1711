/** Places of the points that no other point dominates: as good in every objective and better in one. Larger is better in each. */
export function paretoFront(points: readonly (readonly number[])[]): number[] {
  const dominates = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((v, k) => v >= b[k]!) && a.some((v, k) => v > b[k]!);
  return points.flatMap((p, i) => (points.some((q) => dominates(q, p)) ? [] : [i]));
}

/**
 * The point of a front that lies nearest to the ideal one, each objective scaled to 0 … 1 over the front (compromise
 * programming: Yu 1973, Manage Sci 19:936, with the Euclidean distance); of equals the first. An objective in which all are
 * equal decides nothing.
 */
export function nearestToIdeal(front: readonly (readonly number[])[]): number {
  const ends = front[0]!.map((_, k) => {
    const values = front.map((p) => p[k]!);
    return { least: Math.min(...values), most: Math.max(...values) };
  });
  const distance = (p: readonly number[]): number =>
    p.reduce((sum, v, k) => {
      const { least, most } = ends[k]!;
      return sum + (most > least ? ((most - v) / (most - least)) ** 2 : 0);
    }, 0);
  const all = front.map(distance);
  return all.indexOf(Math.min(...all));
}

/**
 * How alike the selections of several samples are: Nogueira, Sechidis & Brown 2018 (JMLR 18:174, equation 4),
 * 1 - mean over the `of` features of the variance of being selected / (k/d)(1 - k/d) with k the mean size. 1: always the same; about 0: as
 * by chance. Where everything is selected each time, 1.
 */
export function selectionStability(selections: readonly (readonly string[])[], of: number): number {
  const m = selections.length;
  const times = new Map<string, number>();
  for (const selection of selections) for (const name of selection) times.set(name, (times.get(name) ?? 0) + 1);
  const share = selections.reduce((s, own) => s + own.length, 0) / m / of;
  const chance = share * (1 - share);
  if (chance === 0) return 1;
  let variance = 0;
  for (const count of times.values()) variance += ((m / (m - 1)) * (count / m) * (1 - count / m)) / of;
  return 1 - variance / chance;
}
