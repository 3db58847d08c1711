const BINS = 256;

/** Otsu's threshold of finite values between their 0.1 and 99.9 percentiles (Otsu, IEEE TSMC 1979;9:62); 256 bins. Values of one kind give that. */
export function otsuThreshold(data: ArrayLike<number>): number {
  const finite: number[] = [];
  const step = Math.max(1, Math.floor(data.length / 200_000));
  for (let p = 0; p < data.length; p += step) if (Number.isFinite(data[p]!)) finite.push(data[p]!);
  const sorted = Float64Array.from(finite).sort();
  const low = sorted[Math.floor(0.001 * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.ceil(0.999 * (sorted.length - 1))] ?? 0;
  if (!(high > low)) return low;
  const counts = new Float64Array(BINS);
  for (const x of sorted) counts[Math.min(BINS - 1, Math.max(0, Math.floor((BINS * (x - low)) / (high - low))))]!++;
  const total = sorted.length;
  const all = counts.reduce((a, n, b) => a + n * b, 0);
  let [below, sum, best, at] = [0, 0, -1, 0];
  for (let b = 0; b < BINS - 1; b++) {
    below += counts[b]!;
    sum += counts[b]! * b;
    if (below === 0 || below === total) continue;
    const between = (sum / below - (all - sum) / (total - below)) ** 2 * below * (total - below);
    if (between > best) [best, at] = [between, b];
  }
  return low + ((at + 1) * (high - low)) / BINS;
}
