import { permutations, randomSource } from "@nadir/statistics";
import { type Browser, page } from "./people.ts";

/** A kind of page: what it is called in the answer, and one of its addresses. */
export interface Visited {
  readonly kind: string;
  readonly path: (random: () => number) => string;
}

export interface Load {
  readonly users: readonly { readonly browser: Browser; readonly pages: readonly Visited[] }[];
  /** Mean time between two pages of one user, ms (exponential): people read what they asked for. */
  readonly thinkMs: number;
  readonly forMs: number;
}

/** ms of every answer, by kind of page. */
export async function underLoad({ users, thinkMs, forMs }: Load): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>();
  const until = performance.now() + forMs;
  await Promise.all(
    users.map(async ({ browser, pages }, at) => {
      const random = randomSource(7, at);
      const uniform = () => random.uniform();
      await pause(uniform() * thinkMs);
      const packs = permutations(pages.length, Number.MAX_SAFE_INTEGER, 11, at);
      let left: number[] = [];
      while (performance.now() < until) {
        // Dealt from a shuffled pack, so that each kind is asked for as often as it stands there: a kind that is drawn seldom
        // by chance has a 95th percentile of two or three answers.
        if (left.length === 0) left = [...(packs.next().value as Int32Array)];
        const { kind, path } = pages[left.pop()!]!;
        const ms = await page(browser, path(uniform));
        times.set(kind, [...(times.get(kind) ?? []), ms]);
        await pause(-Math.log(1 - uniform()) * thinkMs);
      }
    }),
  );
  return times;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The smallest value that 95 in 100 do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(0.95 * sorted.length) - 1)] ?? Number.NaN;
}
