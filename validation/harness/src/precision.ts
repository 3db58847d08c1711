/**
 * How precisely an AUC can be known from so many subjects (rule book validation §4.9). The variance is Newcombe's
 * (2006, Stat Med 25:559, method 4): SE² = A(1-A)[1 + (N/2-1)(1-A)/(2-A) + (N/2-1)A/(1+A)] / (m n), N = m + n.
 */
export const Z95 = 1.959963984540054;

export function aucStandardError(auc: number, events: number, nonEvents: number): number {
  const half = (events + nonEvents) / 2 - 1;
  const spread = 1 + (half * (1 - auc)) / (2 - auc) + (half * auc) / (1 + auc);
  return Math.sqrt((auc * (1 - auc) * spread) / (events * nonEvents));
}

/** Expected width of the 95 % interval, clipped to [0, 1]; null where fewer than one subject of a class is expected. */
export function expectedWidth(auc: number, n: number, prevalence: number): number | null {
  const events = n * prevalence;
  const nonEvents = n - events;
  if (events < 1 || nonEvents < 1) return null;
  const half = Z95 * aucStandardError(auc, events, nonEvents);
  return Math.min(1, auc + half) - Math.max(0, auc - half);
}

/** The least n whose 95 % interval (unclipped) is no wider than `width`. */
export function requiredSampleSize(auc: number, prevalence: number, width: number): number {
  const enough = (n: number) => 2 * Z95 * aucStandardError(auc, n * prevalence, n * (1 - prevalence)) <= width;
  let high = 4;
  while (!enough(high)) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Score-type limits: the AUCs A with |estimate - A| = z SE(A) (Newcombe 2006, method 5). They exist at perfect
 * separation, where DeLong's variance is zero.
 */
export function scoreLimits(estimate: number, events: number, nonEvents: number, z = Z95): [number, number] {
  const outside = (a: number) => Math.abs(estimate - a) - z * aucStandardError(a, events, nonEvents);
  const root = (inside: number, edge: number): number => {
    let near = inside;
    let far = edge;
    for (let i = 0; i < 200; i++) {
      const middle = (near + far) / 2;
      if (outside(middle) <= 0) near = middle;
      else far = middle;
    }
    return near;
  };
  // At estimate 0 or 1 the estimate itself is a limit: the standard error vanishes with the distance.
  const step = 1e-12;
  return [
    estimate <= 0 ? 0 : root(Math.max(estimate - step, 0), 0),
    estimate >= 1 ? 1 : root(Math.min(estimate + step, 1), 1),
  ];
}
