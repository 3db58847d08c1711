import { Refusal, refuse } from "@nadir/domain";
import { regionOf, type Triple, type Volume, withData } from "@nadir/imaging";
import type { Delineated } from "./stability/perturb.ts";

/** A block of the region, and what becomes of the score without it. */
export interface OccludedBlock {
  /** First voxel of the block in the image's grid; it may reach beyond the region. */
  readonly from: Triple;
  /** Voxels of the region in it. */
  readonly voxels: number;
  /** The score of the region without the block; null where the rest carries none. */
  readonly without: number | null;
  /** Score of the whole region less that without the block: what the block adds. */
  readonly adds: number | null;
  /** Why there is no score without it. */
  readonly reason?: string;
}

export interface Occlusion {
  readonly whole: number;
  readonly blocks: readonly OccludedBlock[];
  /** What its block adds, at every voxel of the region; NaN where that cannot be said, 0 outside. */
  readonly map: Volume;
}

/** Every block is one extraction of all features; more than this many is a matter of hours. */
export const MOST_BLOCKS = 1000;

/**
 * Occlusion sensitivity of a score of a region (after Zeiler & Fergus 2014, ECCV, section 4.2, on regions instead of
 * windows): the region is parted into blocks of `blockMm` from the corner of its box, each is taken out of the mask in its
 * turn, and the score is computed again from the features of what is left. It says what the score rests on, not what is
 * true of the tissue: a block that holds an extreme moves a range or a maximum alone, and in a score that is no sum of the
 * voxels the blocks do not add up.
 *
 * `score` gets image and mask (1 inside) and answers null, or a refusal, where they carry no score.
 * Refuses what `regionOf` refuses, and `BLOCK_SIZE`, `TOO_MANY_BLOCKS`, `ONE_BLOCK`, `NO_SCORE` (of the whole region).
 */
export async function occlude(
  { image, mask }: Delineated,
  blockMm: number,
  score: (region: Delineated) => Promise<number | null> | number | null,
): Promise<Occlusion> {
  if (!(Number.isFinite(blockMm) && blockMm > 0))
    refuse("BLOCK_SIZE", `A block has an edge in mm above 0; found ${blockMm}.`, { found: String(blockMm) });
  const { box } = regionOf(mask, 1);
  const edge = mask.spacing.map((mm) => Math.max(1, Math.round(blockMm / mm))) as unknown as Triple;
  const [ni, nj] = mask.dims;
  const blocks = new Map<string, { from: Triple; at: number[] }>();
  mask.data.forEach((value, n) => {
    if (value !== 1) return;
    const index = [n % ni, Math.floor(n / ni) % nj, Math.floor(n / (ni * nj))];
    const from = index.map((i, x) => i - ((i - box.min[x]!) % edge[x]!)) as unknown as Triple;
    const block = blocks.get(from.join());
    if (block) block.at.push(n);
    else blocks.set(from.join(), { from, at: [n] });
  });
  if (blocks.size > MOST_BLOCKS)
    refuse(
      "TOO_MANY_BLOCKS",
      `Blocks of ${blockMm} mm part the region into ${blocks.size}; at most ${MOST_BLOCKS} are computed. Take larger blocks.`,
      { found: String(blocks.size) },
    );
  if (blocks.size === 1)
    refuse(
      "ONE_BLOCK",
      `One block of ${blockMm} mm holds the whole region, and nothing would be left; take smaller blocks.`,
    );
  const whole = await score({ image, mask });
  if (whole === null) return refuse("NO_SCORE", "The whole region carries no score; there is nothing to explain.");

  const map = new Float32Array(mask.data.length);
  const occluded: OccludedBlock[] = [];
  for (const { from, at } of blocks.values()) {
    const rest = Uint8Array.from(mask.data);
    for (const n of at) rest[n] = 0;
    const { without, reason } = await scoreOrReason(() => score({ image, mask: withData(mask, rest) }));
    const adds = without === null ? null : whole - without;
    for (const n of at) map[n] = adds ?? Number.NaN;
    occluded.push({ from, voxels: at.length, without, adds, ...(without === null ? { reason } : {}) });
  }
  const { description: _, ...grid } = mask;
  return { whole, blocks: occluded, map: withData(grid, map) };
}

async function scoreOrReason(
  compute: () => Promise<number | null> | number | null,
): Promise<{ readonly without: number | null; readonly reason: string }> {
  try {
    return { without: await compute(), reason: "An input of the score has no value there." };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { without: null, reason: error.message };
  }
}
