import { cpus } from "node:os";

/** The middle of the values; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export interface Finding {
  readonly name: string;
  /** What is promised on this class of machine (2 cores), ms. */
  readonly targetMs: number;
  readonly measuredMs: number;
  /** The same run's yardstick: what it is, and how long it took. */
  readonly baseline: { readonly what: string; readonly ms: number };
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Says it to people, writes it as JSON, and sets the status by the promise. */
export function conclude({ name, targetMs, measuredMs, baseline, detail }: Finding): void {
  const ratio = measuredMs / baseline.ms;
  const kept = measuredMs <= targetMs;
  const round = (ms: number) => Math.round(ms * 10) / 10;
  console.error(
    `${kept ? "✓" : "✗"} ${name}: ${round(measuredMs)} ms (promised: ${targetMs} ms); ${ratio.toFixed(1)} times ${baseline.what} (${round(baseline.ms)} ms)`,
  );
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.versions.node };
  console.log(JSON.stringify({ name, kept, measuredMs, targetMs, ratio, baseline, detail, machine }));
  if (!kept) process.exitCode = 1;
}
