import { type FeatureWarning, type PyradiomicsSetting, refuse } from "@nadir/domain";
import { type Region, regionOf, requireSameGeometry, resampleTo, type Volume } from "@nadir/imaging";
import type { ImageGrid } from "./image-grid.ts";
import { normalisedImage } from "./normalise.ts";
import { resampled } from "./resample.ts";

/** Image and region on the grid that PyRadiomics computes on. */
export interface ProfileRegion {
  readonly image: ImageGrid;
  /** Box of the region within `image`, and its voxels. */
  readonly region: Region;
  /** The region that intensities and textures are taken over: `region` without what resegmentation removed. */
  readonly intensity: Uint8Array;
  readonly counts: { readonly original: number; readonly interpolated: number; readonly resegmented: number };
}

/**
 * From image and mask to the region of PyRadiomics' order of steps: normalise, resample, check the region's size,
 * resegment. Refuses `GEOMETRY_MISMATCH`, `NON_FINITE_ROI`, `ROI_TOO_SMALL`, `EMPTY_AFTER_INTERPOLATION`,
 * `EMPTY_AFTER_RESEGMENTATION` and what `regionOf` refuses.
 */
export function profileRegion(
  image: Volume,
  mask: Volume,
  label: number | readonly number[] | undefined,
  setting: PyradiomicsSetting,
  warnings: FeatureWarning[],
): ProfileRegion {
  const allowed = setting.geometryTolerance;
  const onGrid = setting.correctMask ? resampleTo(mask, image, "nearest") : mask;
  if (!setting.correctMask) requireSameGeometry(image, mask, allowed ? { relative: allowed, direction: allowed } : {});
  const stored = regionOf(onGrid, label);
  const normalised = normalisedImage(image, setting);
  const onTarget = resampled(normalised, stored, setting, isInteger(normalised.data));
  const isResampled = onTarget.grid !== normalised;
  const { grid, region } = setting.preCrop && !isResampled ? preCropped(onTarget, setting.padDistance) : onTarget;
  requireFinite(grid, region);
  requireSize(region, setting);
  const intensity = region.bits.slice();
  const resegmented = resegment(grid, region, intensity, setting);
  if (region.box.min.some((n) => n === 0) || region.box.max.some((n, x) => n === grid.dims[x]! - 1))
    warnings.push({
      code: "ROI_AT_BORDER",
      message: "The region touches the image border; filters see padding there.",
    });
  return {
    image: grid,
    region: setting.resegmentShape ? { ...region, bits: intensity, count: resegmented } : region,
    intensity,
    counts: { original: stored.count, interpolated: region.count, resegmented },
  };
}

/** Image and region cut to the region's box and `pad` voxels around it: filters then see nothing beyond. */
function preCropped(
  { grid, region }: { readonly grid: ImageGrid; readonly region: Region },
  pad: number,
): { grid: ImageGrid; region: Region } {
  const first = region.box.min.map((n) => Math.max(0, n - pad)) as [number, number, number];
  const dims = region.box.max.map((n, x) => Math.min(grid.dims[x]! - 1, n + pad) - first[x]! + 1) as [
    number,
    number,
    number,
  ];
  const whole = {
    labels: region.labels,
    box: { min: first, max: first },
    dims,
    bits: region.bits,
    count: region.count,
  };
  const data = boxValues(grid, whole);
  const moved = (n: readonly [number, number, number]) => n.map((x, a) => x - first[a]!) as [number, number, number];
  return {
    grid: { ...grid, data: grid.data instanceof Float32Array ? Float32Array.from(data) : data, dims },
    region: { ...region, box: { min: moved(region.box.min), max: moved(region.box.max) } },
  };
}

const isInteger = (data: ArrayLike<number>): boolean => !(data instanceof Float32Array || data instanceof Float64Array);

/** Values of a grid inside a box, in the box's order. */
export function boxValues({ data, dims }: ImageGrid, { box, dims: size }: Region): Float64Array {
  const out = new Float64Array(size[0] * size[1] * size[2]);
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const row = box.min[0] + dims[0] * (box.min[1] + j + dims[1] * (box.min[2] + k));
      for (let i = 0; i < size[0]; i++) out[to++] = data[row + i]!;
    }
  return out;
}

function requireFinite(grid: ImageGrid, region: Region): void {
  if (isInteger(grid.data)) return;
  const values = boxValues(grid, region);
  let broken = 0;
  for (let p = 0; p < values.length; p++) if (region.bits[p] && !Number.isFinite(values[p]!)) broken++;
  if (broken > 0)
    refuse(
      "NON_FINITE_ROI",
      `${broken} voxel(s) of the region are NaN or infinite; every intensity inside the region must be a number.`,
      { found: `${broken} voxel(s)`, expected: "0" },
    );
}

function requireSize(region: Region, { minimumROIDimensions, minimumROISize }: PyradiomicsSetting): void {
  const wide = region.dims.filter((n) => n > 1).length;
  if (region.count === 1 || wide < minimumROIDimensions)
    refuse(
      "ROI_TOO_SMALL",
      `The region of ${region.count} voxel(s) spans ${wide} dimension(s); the profile 'pyradiomics' wants more than one voxel and at least ${minimumROIDimensions} dimension(s) (minimumROIDimensions).`,
      { found: `${wide} dimension(s)`, expected: `at least ${minimumROIDimensions}` },
    );
  if (minimumROISize !== null && region.count <= minimumROISize)
    refuse(
      "ROI_TOO_SMALL",
      `The region has ${region.count} voxel(s); minimumROISize asks for more than ${minimumROISize}.`,
      { found: String(region.count), expected: `more than ${minimumROISize}` },
    );
}

/** Resegmentation by threshold: absolute, as a fraction of the maximum, or in population sd about the mean. */
function resegment(grid: ImageGrid, region: Region, bits: Uint8Array, setting: PyradiomicsSetting): number {
  const { resegmentRange, resegmentMode } = setting;
  if (!resegmentRange) return region.count;
  const values = boxValues(grid, region);
  let [sum, top] = [0, Number.NEGATIVE_INFINITY];
  for (let p = 0; p < values.length; p++)
    if (bits[p]) {
      sum += values[p]!;
      if (values[p]! > top) top = values[p]!;
    }
  const mean = sum / region.count;
  let squares = 0;
  for (let p = 0; p < values.length; p++) if (bits[p]) squares += (values[p]! - mean) ** 2;
  const sd = Math.sqrt(squares / region.count);
  const bound = (x: number): number =>
    resegmentMode === "absolute" ? x : resegmentMode === "relative" ? x * top : mean + sd * x;
  const low = bound(resegmentRange[0]!);
  const high = resegmentRange.length > 1 ? bound(resegmentRange[1]!) : Number.POSITIVE_INFINITY;
  let kept = 0;
  for (let p = 0; p < values.length; p++) {
    if (!bits[p]) continue;
    if (values[p]! < low || values[p]! > high) bits[p] = 0;
    else kept++;
  }
  if (kept <= 1)
    refuse(
      "EMPTY_AFTER_RESEGMENTATION",
      `Resegmentation (${resegmentMode}, ${resegmentRange.join(" to ")}) leaves ${kept} voxel(s) of the region. Widen resegmentRange.`,
    );
  return kept;
}
