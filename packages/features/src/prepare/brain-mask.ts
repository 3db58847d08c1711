import { refuse } from "@nadir/domain";
import { eachFaceNeighbour, largestComponent, squaredDistances, type Volume, withData } from "@nadir/imaging";
import { otsuThreshold } from "./otsu.ts";

export interface BrainMaskSettings {
  /** How far the head is eroded to part the brain from the scalp, mm. */
  readonly erodeMm: number;
  /** Gaps and sulci up to twice this are closed, mm. */
  readonly closeMm: number;
}
export const USUAL_BRAIN_MASK: BrainMaskSettings = { erodeMm: 4, closeMm: 6 };

/**
 * The brain of a head in MR (T1, T2 or FLAIR): voxels brighter than Otsu's threshold between dark and bright,
 * eroded until the brain hangs on nothing, the largest part of what is left (by faces), grown back within the bright
 * voxels, and closed. A simple fallback: it needs a dark gap of skull or fluid around the brain, keeps eyes or sinuses
 * that hang on it by bridges wider than twice `erodeMm`, and loses dark oedema or resection cavities at the rim. A mask
 * of a dedicated tool is better; give that as the reference `brain`. Refuses `NO_BRAIN`.
 */
export function brainMask(image: Volume, { erodeMm, closeMm }: BrainMaskSettings = USUAL_BRAIN_MASK): Volume {
  const { data, dims, spacing } = image;
  const least = otsuThreshold(data);
  const bright = Uint8Array.from({ length: data.length }, (_, p) => (data[p]! > least ? 1 : 0));
  const deep = eroded(bright, dims, spacing, erodeMm);
  const core = largestComponent(deep, dims);
  if (!core.includes(1))
    refuse(
      "NO_BRAIN",
      `No brain was found: nothing brighter than ${Number(least.toPrecision(4))} is thicker than ${2 * erodeMm} mm. Is the image one of a head? Give a brain mask of another tool.`,
    );
  const grown = dilated(core, dims, spacing, erodeMm).map((x, p) => x & bright[p]!);
  const closed = eroded(dilated(grown, dims, spacing, closeMm), dims, spacing, closeMm);
  return withData(
    image,
    filled(
      closed.map((x, p) => x | grown[p]!),
      dims,
    ),
  );
}

type Grid = Volume["dims"];

/** Voxels further than `mm` from every voxel outside; beyond the image nothing is outside. */
function eroded(bits: Uint8Array, dims: Grid, spacing: Grid, mm: number): Uint8Array {
  const outside = squaredDistances(
    bits.map((x) => 1 - x),
    dims,
    spacing,
  );
  return bits.map((x, p) => (x && outside[p]! > mm * mm ? 1 : 0));
}

function dilated(bits: Uint8Array, dims: Grid, spacing: Grid, mm: number): Uint8Array {
  const inside = squaredDistances(bits, dims, spacing);
  return bits.map((_, p) => (inside[p]! <= mm * mm + 1e-9 ? 1 : 0));
}

/** What no path by faces leads to from the border of the image is filled. */
function filled(bits: Uint8Array, dims: Grid): Uint8Array {
  const [ni, nj, nk] = dims;
  const outside = new Uint8Array(bits.length);
  const open: number[] = [];
  const visit = (p: number): void => {
    if (bits[p] || outside[p]) return;
    outside[p] = 1;
    open.push(p);
  };
  for (let k = 0, p = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, p++)
        // A single slice has no border above and below.
        if (i === 0 || j === 0 || i === ni - 1 || j === nj - 1 || (nk > 2 && (k === 0 || k === nk - 1))) visit(p);
  for (let p = open.pop(); p !== undefined; p = open.pop()) eachFaceNeighbour(p, dims, visit);
  return outside.map((x) => 1 - x);
}
