import { refuse } from "@nadir/domain";
import type { Triple } from "../triple.ts";
import type { Volume } from "../volume.ts";
import { offsetOf, tripleAt } from "./place.ts";

export interface Growing {
  /** Lowest and highest value that belongs to the region, both included, in the image's unit. */
  readonly window: readonly [low: number, high: number];
  /** 6: voxels that share a face hang together; 26: those that touch at an edge or a corner too. */
  readonly connectivity: 6 | 26;
  /** No voxel's centre further from the seed's than this, mm. */
  readonly radiusMm: number;
}

/**
 * Region growing from a seed: the voxels within the window and the radius that hang together with it. Answers their positions.
 * Refuses `SEED_OUTSIDE_WINDOW` (a value that is no number is outside of every window), `BAD_WINDOW`, `BAD_RADIUS`.
 * Source: Adams & Bischof, IEEE Trans Pattern Anal Mach Intell 1994;16:641 (seeded growing), with a fixed window.
 */
export function grown(image: Volume, seed: Triple, { window, connectivity, radiusMm }: Growing): Set<number> {
  const { data, dims, spacing } = image;
  const [low, high] = window;
  if (!(low <= high)) refuse("BAD_WINDOW", `Grow between a lower and a higher value, not ${low} and ${high}.`);
  if (!(radiusMm > 0)) refuse("BAD_RADIUS", `The radius of growing is ${radiusMm} mm; it must be above 0.`);
  const start = offsetOf(seed, dims);
  const value = data[start]!;
  if (!(value >= low && value <= high))
    refuse("SEED_OUTSIDE_WINDOW", `The value where growing begins is ${value}, outside ${low} to ${high}.`);
  const limit = (radiusMm * (1 + 1e-9)) ** 2;
  const steps = neighbours(connectivity);
  const region = new Set([start]);
  const open = [start];
  for (let p = open.pop(); p !== undefined; p = open.pop()) {
    const at = tripleAt(p, dims);
    for (const step of steps) {
      const next = [at[0] + step[0], at[1] + step[1], at[2] + step[2]] as const;
      if (next.some((n, c) => n < 0 || n >= dims[c]!)) continue;
      const q = offsetOf(next, dims);
      const there = data[q]!;
      if (!(there >= low && there <= high) || region.has(q)) continue;
      if (next.reduce((sum, n, c) => sum + ((n - seed[c]!) * spacing[c]!) ** 2, 0) > limit) continue;
      region.add(q);
      open.push(q);
    }
  }
  return region;
}

function neighbours(connectivity: 6 | 26): Triple[] {
  const steps: Triple[] = [];
  for (const k of [-1, 0, 1])
    for (const j of [-1, 0, 1])
      for (const i of [-1, 0, 1]) {
        const apart = Math.abs(i) + Math.abs(j) + Math.abs(k);
        if (apart > 0 && (connectivity === 26 || apart === 1)) steps.push([i, j, k]);
      }
  return steps;
}
