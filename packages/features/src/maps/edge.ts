import type { EdgeSettings } from "@nadir/domain";
import { crop, type Region, squaredDistances, type Triple, type Volume } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import type { Outcome } from "../outcome.ts";

/** Means of the image over thin shells of signed distance from the region's border, mm: inside below 0. */
export interface EdgeProfile {
  readonly distance: readonly number[];
  readonly signal: readonly number[];
  readonly voxels: readonly number[];
}

/**
 * The mean signal across the region's border. A voxel's signed distance is that to the nearest voxel centre of the other
 * side, less half the smallest voxel side; shells are as wide as that side.
 */
export function edgeProfile(image: Volume, region: Region, reachMm: number): EdgeProfile {
  const step = Math.min(...image.spacing);
  const margin = image.spacing.map((mm) => Math.ceil(reachMm / mm) + 1);
  const min = region.box.min.map((n, x) => Math.max(0, n - margin[x]!)) as unknown as Triple;
  const max = region.box.max.map((n, x) => Math.min(image.dims[x]! - 1, n + margin[x]!)) as unknown as Triple;
  const cut = crop(image, { min, max });
  const [ni, nj] = cut.dims;
  const inside = new Uint8Array(cut.data.length);
  for (let k = 0, p = 0; k < region.dims[2]; k++)
    for (let j = 0; j < region.dims[1]; j++)
      for (let i = 0; i < region.dims[0]; i++, p++) {
        const [a, b, c] = [i, j, k].map((n, x) => n + region.box.min[x]! - min[x]!);
        if (region.bits[p]) inside[a! + ni * (b! + nj * c!)] = 1;
      }
  const toInside = squaredDistances(inside, cut.dims, cut.spacing);
  const toOutside = squaredDistances(
    inside.map((x) => 1 - x),
    cut.dims,
    cut.spacing,
  );
  const bins = new Map<number, { sum: number; at: number; count: number }>();
  for (let p = 0; p < inside.length; p++) {
    const signed = inside[p] ? step / 2 - Math.sqrt(toOutside[p]!) : Math.sqrt(toInside[p]!) - step / 2;
    const value = cut.data[p]!;
    if (Math.abs(signed) > reachMm || !Number.isFinite(value)) continue;
    const n = Math.floor(signed / step);
    const bin = bins.get(n) ?? { sum: 0, at: 0, count: 0 };
    bin.sum += value;
    bin.at += signed;
    bin.count++;
    bins.set(n, bin);
  }
  const sorted = [...bins].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  return {
    distance: sorted.map((b) => b.at / b.count),
    signal: sorted.map((b) => b.sum / b.count),
    voxels: sorted.map((b) => b.count),
  };
}

export interface EdgeFit {
  /** sd of the blur, mm; the edge rises from 10 % to 90 % over 2.5631 of them. */
  readonly sigma: number;
  /** Where the edge lies, mm outward of the border. */
  readonly offset: number;
  /** Signal outside less signal inside. */
  readonly contrast: number;
  readonly r2: number;
}

/**
 * Least squares of a + b·erf((d − c)/(√2 σ)): a step blurred by a Gaussian. For each c and σ of a grid that is refined
 * four times, a and b are linear. Null with fewer than five shells, or without any spread.
 */
export function fitEdge({ distance, signal }: EdgeProfile): EdgeFit | null {
  if (distance.length < 5) return null;
  const mean = signal.reduce((a, x) => a + x, 0) / signal.length;
  const total = signal.reduce((a, x) => a + (x - mean) ** 2, 0);
  if (!(total > 0)) return null;
  const reach = Math.max(...distance.map(Math.abs));
  const smallest = reach / distance.length / 4;
  let best = { sigma: reach / 3, offset: 0, contrast: 0, left: Number.POSITIVE_INFINITY };
  let [cStep, sStep] = [reach / 12, 1.35];
  for (let round = 0; round < 5; round++) {
    const { offset, sigma } = best;
    for (let u = -9; u <= 9; u++)
      for (let v = -9; v <= 9; v++) {
        const c = offset + u * cStep;
        const s = Math.max(smallest, sigma * sStep ** v);
        if (Math.abs(c) > reach / 2) continue;
        const rise = distance.map((d) => erf((d - c) / (Math.SQRT2 * s)));
        const m = rise.reduce((a, x) => a + x, 0) / rise.length;
        const sxx = rise.reduce((a, x) => a + (x - m) ** 2, 0);
        if (sxx < 1e-9) continue;
        const b = rise.reduce((a, x, n) => a + (x - m) * (signal[n]! - mean), 0) / sxx;
        const left = signal.reduce((a, y, n) => a + (y - mean - b * (rise[n]! - m)) ** 2, 0);
        if (left < best.left) best = { sigma: s, offset: c, contrast: 2 * b, left };
      }
    cStep /= 5;
    sStep **= 0.25;
  }
  return { sigma: best.sigma, offset: best.offset, contrast: best.contrast, r2: 1 - best.left / total };
}

/** The error function to 1.2e-7 (Press et al., Numerical Recipes, 2nd ed., §6.2, erfcc). */
export function erf(x: number): number {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const poly = [
    1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
  ].reduceRight((sum, c) => c + t * sum, 0);
  const tail = t * Math.exp(-x * x - 1.26551223 + t * poly);
  return x >= 0 ? 1 - tail : tail - 1;
}

/**
 * Sharpness of the region's edge (of a necrosis: give its label), and its signal by distance from its centre of mass, from
 * 0 there to 1 at the furthest voxel: means of shells, and the slope of the line through all voxels.
 */
export function edgeFeatures(image: Volume, region: Region, { reachMm, shells }: EdgeSettings): ExtraValue[] {
  const fit = fitEdge(edgeProfile(image, region, reachMm));
  const of = (f: (fit: EdgeFit) => number): Outcome => (fit ? f(fit) : "REGION_TOO_SMALL");
  return [
    { id: "edge_width", outcome: of(({ sigma }) => 2.563103 * sigma) },
    {
      id: "edge_sharpness",
      outcome: of(({ sigma, contrast }) => Math.abs(contrast) / (sigma * Math.sqrt(2 * Math.PI))),
    },
    { id: "edge_contrast", outcome: of(({ contrast }) => contrast) },
    { id: "edge_offset", outcome: of(({ offset }) => offset) },
    { id: "edge_r2", outcome: of(({ r2 }) => r2) },
    ...radialSignal(image, region, shells),
  ];
}

function radialSignal(image: Volume, region: Region, shells: number): ExtraValue[] {
  const at: [number, number, number][] = [];
  const signal: number[] = [];
  const { min } = region.box;
  for (let k = 0, p = 0; k < region.dims[2]; k++)
    for (let j = 0; j < region.dims[1]; j++)
      for (let i = 0; i < region.dims[0]; i++, p++) {
        if (!region.bits[p]) continue;
        at.push([i * image.spacing[0], j * image.spacing[1], k * image.spacing[2]]);
        signal.push(image.data[i + min[0] + image.dims[0] * (j + min[1] + image.dims[1] * (k + min[2]))]!);
      }
  const centre = [0, 1, 2].map((x) => at.reduce((a, point) => a + point[x]!, 0) / at.length);
  const radius = at.map((point) => Math.hypot(...point.map((mm, x) => mm - centre[x]!)));
  const furthest = radius.reduce((a, r) => Math.max(a, r), 0);
  if (furthest === 0) return [{ id: "edge_radial_slope", outcome: "REGION_TOO_SMALL" }];
  const relative = radius.map((r) => r / furthest);
  const means = Array.from({ length: shells }, (_, n): ExtraValue => {
    const own = signal.filter((_s, v) => Math.min(shells - 1, Math.floor(relative[v]! * shells)) === n);
    const outcome = own.length === 0 ? "NO_VOXELS" : own.reduce((a, x) => a + x, 0) / own.length;
    return { id: "edge_radial_mean", at: `${n + 1}of${shells}`, outcome };
  });
  const [mr, ms] = [relative, signal].map((list) => list.reduce((a, x) => a + x, 0) / list.length) as [number, number];
  const srr = relative.reduce((a, r) => a + (r - mr) ** 2, 0);
  const srs = relative.reduce((a, r, n) => a + (r - mr) * (signal[n]! - ms), 0);
  return [...means, { id: "edge_radial_slope", outcome: srr === 0 ? "ZERO_VARIANCE" : srs / srr }];
}
