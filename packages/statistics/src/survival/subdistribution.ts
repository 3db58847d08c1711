/** Subjects by rising time, with centred and scaled covariates. */
export interface SubdistributionData {
  readonly n: number;
  readonly p: number;
  readonly time: Float64Array;
  /** 0 censored, 1 the cause of interest, 2 another cause. */
  readonly kind: Uint8Array;
  /** Row-major n × p. */
  readonly x: Float64Array;
  /** G(T-) of each subject. */
  readonly uncensored: Float64Array;
  /** Under observation at T, those with an event at T included. */
  readonly atRisk: Float64Array;
}

interface EventSums {
  readonly time: number;
  /** First position of this time. */
  readonly from: number;
  readonly events: number;
  /** G(t-). */
  readonly uncensored: number;
  readonly s0: number;
  readonly mean: Float64Array;
  /** Sum of e^eta x x' over the weighted risk set, p × p; empty unless asked for. */
  readonly s2: Float64Array;
}

const risks = ({ n, p, x }: SubdistributionData, beta: Float64Array): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    let eta = 0;
    for (let j = 0; j < p; j++) eta += x[i * p + j]! * beta[j]!;
    return Math.exp(eta);
  });

/** Sums over the weighted risk set at each time with an event of interest, ascending. */
function eventSums(data: SubdistributionData, risk: Float64Array, second: boolean): EventSums[] {
  const { n, p, time, kind, x, uncensored } = data;
  const size = 1 + p + (second ? p * p : 0);
  // Sums over T >= t fall with t; sums over earlier competing events, each divided by its own G, rise.
  const later = new Float64Array(size);
  const earlier = new Float64Array(size);
  const add = (into: Float64Array, i: number, weight: number): void => {
    into[0]! += weight;
    for (let j = 0; j < p; j++) {
      const wx = weight * x[i * p + j]!;
      into[1 + j]! += wx;
      if (second) for (let k = 0; k < p; k++) into[1 + p + j * p + k]! += wx * x[i * p + k]!;
    }
  };
  const suffix: { from: number; sums: Float64Array }[] = [];
  for (let end = n; end > 0; ) {
    let from = end - 1;
    while (from > 0 && time[from - 1] === time[end - 1]) from--;
    let any = false;
    for (let i = from; i < end; i++) {
      add(later, i, risk[i]!);
      if (kind[i] === 1) any = true;
    }
    if (any) suffix.push({ from, sums: later.slice() });
    end = from;
  }
  let next = 0;
  return suffix.reverse().map(({ from, sums }): EventSums => {
    for (; next < from; next++) if (kind[next] === 2) add(earlier, next, risk[next]! / uncensored[next]!);
    const g = uncensored[from]!;
    const all = sums.map((v, q) => v + g * earlier[q]!);
    let events = 0;
    for (let i = from; i < n && time[i] === time[from]; i++) if (kind[i] === 1) events++;
    const s0 = all[0]!;
    return {
      time: time[from]!,
      from,
      events,
      uncensored: g,
      s0,
      mean: all.slice(1, 1 + p).map((v) => v / s0),
      s2: all.slice(1 + p),
    };
  });
}

/** Log pseudo-likelihood with its derivatives at `beta`. */
export function subdistributionLikelihood(data: SubdistributionData, beta: Float64Array) {
  const { n, p, kind, x } = data;
  const risk = risks(data, beta);
  let value = 0;
  const gradient = new Float64Array(p);
  const information = new Float64Array(p * p);
  for (let i = 0; i < n; i++)
    if (kind[i] === 1) {
      value += Math.log(risk[i]!);
      for (let j = 0; j < p; j++) gradient[j]! += x[i * p + j]!;
    }
  for (const e of eventSums(data, risk, true)) {
    value -= e.events * Math.log(e.s0);
    for (let j = 0; j < p; j++) {
      gradient[j]! -= e.events * e.mean[j]!;
      for (let k = 0; k < p; k++)
        information[j * p + k]! += e.events * (e.s2[j * p + k]! / e.s0 - e.mean[j]! * e.mean[k]!);
    }
  }
  return { value, gradient, information };
}

/**
 * eta_i + psi_i of Fine & Gray 1999 (section 4, equation 8): each subject's score, and what it adds through the estimate
 * of the censoring distribution.
 */
export function scoreContributions(data: SubdistributionData, beta: Float64Array): Float64Array[] {
  const { n, p, time, kind, x, uncensored, atRisk } = data;
  const risk = risks(data, beta);
  const sums = eventSums(data, risk, false);
  // Running hazard and hazard × mean, plain (index 0 … m) and times G.
  const running = (weight: (e: EventSums) => number) => {
    const hazard = new Float64Array(sums.length + 1);
    const drift = [new Float64Array(p)];
    sums.forEach((e, k) => {
      const step = (weight(e) * e.events) / e.s0;
      hazard[k + 1] = hazard[k]! + step;
      drift.push(drift[k]!.map((v, j) => v + step * e.mean[j]!));
    });
    return { hazard, drift };
  };
  const plain = running(() => 1);
  const weighted = running((e) => e.uncensored);
  const m = sums.length;
  const scores = Array.from({ length: n }, () => new Float64Array(p));
  const competing = new Float64Array(1 + p);
  const correction = new Float64Array(p);
  let passed = 0;
  for (let a = 0; a < n; ) {
    let end = a;
    while (end < n && time[end] === time[a]) end++;
    // q(u): the share of the score that weights of earlier competing events carry from u on.
    const q = Float64Array.from(
      { length: p },
      (_, j) =>
        competing[1 + j]! * (weighted.hazard[m]! - weighted.hazard[passed]!) -
        competing[0]! * (weighted.drift[m]![j]! - weighted.drift[passed]![j]!),
    );
    let censored = 0;
    for (let i = a; i < end; i++) if (kind[i] === 0) censored++;
    const y = atRisk[a]!;
    for (let j = 0; j < p; j++) correction[j]! -= (censored * q[j]!) / (y * y);
    const here = sums[passed]?.time === time[a] ? sums[passed]! : null;
    if (here) passed++;
    for (let i = a; i < end; i++) {
      const row = scores[i]!;
      for (let j = 0; j < p; j++) {
        const v = x[i * p + j]!;
        row[j]! -= risk[i]! * (v * plain.hazard[passed]! - plain.drift[passed]![j]!);
        if (kind[i] === 1) row[j]! += v - here!.mean[j]!;
        if (kind[i] === 2)
          row[j]! -=
            (risk[i]! / uncensored[i]!) *
            (v * (weighted.hazard[m]! - weighted.hazard[passed]!) -
              (weighted.drift[m]![j]! - weighted.drift[passed]![j]!));
        row[j]! += correction[j]! + (kind[i] === 0 ? q[j]! / y : 0);
      }
    }
    for (let i = a; i < end; i++)
      if (kind[i] === 2) {
        const weight = risk[i]! / uncensored[i]!;
        competing[0]! += weight;
        for (let j = 0; j < p; j++) competing[1 + j]! += weight * x[i * p + j]!;
      }
    a = end;
  }
  return scores;
}
