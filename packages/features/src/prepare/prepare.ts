import { ADC_UNITS, type FeatureConfig, type FeatureWarning, refuse } from "@nadir/domain";
import {
  boxDims,
  componentCount,
  invert,
  lengthText,
  type Region,
  regionOf,
  requireSameGeometry,
  resampleTo,
  type Triple,
  toWorld,
  type Volume,
  type VoxelBox,
} from "@nadir/imaging";
import { filterImage } from "../filters/apply.ts";
import { parseFilter } from "../filters/parse-filter.ts";
import { reachOf } from "../filters/reach.ts";
import type { References } from "../modality/references.ts";
import { type AxisMap, interpolateBox, type Method, type Stretch, sourceStretch, targetSize } from "./interpolate.ts";
import { normalise } from "./normalise.ts";
import type { Prepared } from "./prepared.ts";
import { resegment } from "./resegment.ts";

export interface PrepareInput {
  readonly image: Volume;
  readonly mask: Volume;
  readonly label?: number | readonly number[] | undefined;
  readonly config: FeatureConfig;
  /** How far beyond the region's box intensities are wanted, mm. */
  readonly fieldMm: number;
  readonly references?: References;
}

type Three<T> = readonly [T, T, T];
const three = <T>(make: (axis: 0 | 1 | 2) => T): Three<T> => [make(0), make(1), make(2)];

/**
 * From image and mask to a region ready for features: geometry check, normalisation, interpolation, rounding,
 * resegmentation, filter (radiomics §2). Refuses `GEOMETRY_MISMATCH`, `ROI_OUTSIDE_IMAGE`, `NON_FINITE_ROI`,
 * `EMPTY_AFTER_INTERPOLATION`, and what `regionOf`, `resegment` and `filterImage` refuse.
 */
export function prepare({ image, mask, label, config, fieldMm, references = {} }: PrepareInput): Prepared {
  const warnings: FeatureWarning[] = [];
  const region = regionOf(onImageGrid(image, mask, label, config, warnings), label);
  requireFinite(image, region);
  const normalised = normalise(image, region, config.normalisation, references);
  const factor = config.adc ? ADC_UNITS[config.adc.storedUnit] : 1;
  const readout = factor === 1 ? normalised : (stored: number) => normalised(stored) * factor;

  const axes = axisMaps(image, config, warnings);
  const spacing = three((x) => image.spacing[x] * axes[x].ratio);
  const gridDims = three((x) => axes[x].m);
  const maskMethod: Method = config.interpolation?.mask ?? "nearest";
  const { box, bits, count } = interpolatedMask(region, axes, maskMethod);

  const dims = boxDims(box);
  const filter = config.filter ? parseFilter(config.filter) : null;
  // What the region's surroundings must hold: what features look at beyond it, and what the filter reads around that.
  const reach = filter ? reachOf(filter, spacing) : ([0, 0, 0] as const);
  const margin = three((x) => (reach ? Math.ceil(fieldMm / spacing[x]) + reach[x] : gridDims[x]));
  const outer = three((x): Stretch => {
    const first = Math.max(0, box.min[x] - margin[x]);
    return { first, count: Math.min(gridDims[x] - 1, box.max[x] + margin[x]) - first + 1 };
  });
  const method: Method = config.interpolation?.image ?? "nearest";
  const field = interpolatedImage(image, readout, axes, outer, method, config.roundIntensities);
  const fieldDims = three((x) => outer[x].count);
  const offset = three((x) => box.min[x] - outer[x].first);
  const values = cutField(field, fieldDims, offset, dims);

  const intensity = bits.slice();
  let broken = 0;
  for (let p = 0; p < bits.length; p++) if (bits[p] && !Number.isFinite(values[p]!)) broken++;
  if (broken > 0) refuseNonFinite(broken, "after interpolation, from non-finite neighbours");
  const { afterRange, afterOutliers } = resegment(intensity, values, config.resegmentation);
  const touchesImageBorder = [0, 1, 2].some((x) => box.min[x] === 0 || box.max[x] === gridDims[x]! - 1);
  let response = field;
  if (filter) {
    response = filterImage({ data: field, dims: fieldDims }, spacing, filter);
    if (touchesImageBorder)
      warnings.push({
        code: "ROI_AT_BORDER",
        message: `The region touches the image border; the filter sees the boundary '${filter.boundary}' there.`,
      });
  }
  const measured = filter ? cutField(response, fieldDims, offset, dims) : values;
  const at = new Int32Array(afterOutliers);
  const kept = new Float64Array(afterOutliers);
  for (let p = 0, n = 0; p < intensity.length; p++)
    if (intensity[p]) {
      at[n] = p;
      kept[n++] = measured[p]!;
    }
  return {
    dims,
    spacing,
    morphological: bits,
    intensity,
    at,
    values: kept,
    field: { values: response, dims: fieldDims, offset },
    // The range is one of unfiltered intensities; it says nothing of where a response begins.
    resegmentRange: filter ? null : config.resegmentation.range,
    warnings,
    trace: {
      labels: region.labels,
      imageGrid: { dims: image.dims, spacing: image.spacing, affine: image.affine },
      computedGrid: { dims: gridDims, spacing },
      voxels: { original: region.count, interpolated: count, afterRange, afterOutliers },
      box,
      components: componentCount(bits, dims),
      touchesImageBorder,
    },
  };
}

function onImageGrid(
  image: Volume,
  mask: Volume,
  label: PrepareInput["label"],
  config: FeatureConfig,
  warnings: FeatureWarning[],
): Volume {
  if (!config.resampleMask) {
    requireSameGeometry(image, mask);
    return mask;
  }
  const { box } = regionOf(mask, label);
  const back = invert(image.affine);
  for (const i of [box.min[0], box.max[0]])
    for (const j of [box.min[1], box.max[1]])
      for (const k of [box.min[2], box.max[2]]) {
        const index = toWorld(back, ...toWorld(mask.affine, i, j, k));
        if (index.some((x, c) => x < -0.5 - 1e-6 || x > image.dims[c]! - 0.5 + 1e-6))
          refuse(
            "ROI_OUTSIDE_IMAGE",
            `The region reaches outside the image: a corner of its box lies at image voxel (${index.map((x) => x.toFixed(1)).join(", ")}), the image has ${image.dims.join("×")} voxels.`,
          );
      }
  warnings.push({ code: "MASK_RESAMPLED", message: "The mask was put on the image's grid by nearest neighbour." });
  return resampleTo(mask, image, "nearest");
}

const refuseNonFinite = (count: number, where: string): never =>
  refuse(
    "NON_FINITE_ROI",
    `${count} voxel(s) of the region are NaN or infinite (${where}); every intensity inside the region must be a number.`,
    {
      found: `${count} voxel(s)`,
      expected: "0",
    },
  );

function requireFinite({ data, dims }: Volume, region: Region): void {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return;
  const { min } = region.box;
  let broken = 0;
  for (let k = 0, p = 0; k < region.dims[2]; k++)
    for (let j = 0; j < region.dims[1]; j++) {
      const from = min[0] + dims[0] * (min[1] + j + dims[1] * (min[2] + k));
      for (let i = 0; i < region.dims[0]; i++, p++) if (region.bits[p] && !Number.isFinite(data[from + i]!)) broken++;
    }
  if (broken > 0) refuseNonFinite(broken, "in the image as stored");
}

const STEEP_UPSAMPLING = 3;

function axisMaps(image: Volume, config: FeatureConfig, warnings: FeatureWarning[]): Three<AxisMap> {
  return three((x) => {
    const n = image.dims[x];
    const wanted = config.interpolation?.spacingMm[x];
    if (!wanted) return { n, m: n, ratio: 1 };
    if (image.spacing[x] / wanted > STEEP_UPSAMPLING)
      warnings.push({
        code: "STEEP_UPSAMPLING",
        message: `Axis ${"ijk"[x]} is interpolated from ${lengthText(image.spacing[x])} to ${lengthText(wanted)} mm, more than ${STEEP_UPSAMPLING} times finer than it was measured.`,
      });
    return { n, m: targetSize(n, image.spacing[x], wanted), ratio: wanted / image.spacing[x] };
  });
}

/** The mask on the target grid, cut to its box there. Linear interpolation keeps what is at least half inside. */
function interpolatedMask(
  region: Region,
  axes: Three<AxisMap>,
  method: Method,
): { box: VoxelBox; bits: Uint8Array; count: number } {
  if (axes.every((a) => a.n === a.m && a.ratio === 1))
    return { box: region.box, bits: region.bits, count: region.count };
  // A rim of empty voxels around the region's box: the interpolated region cannot reach further than that.
  const from = three((x): Stretch => {
    const first = Math.max(0, region.box.min[x] - 2);
    return { first, count: Math.min(axes[x].n - 1, region.box.max[x] + 2) - first + 1 };
  });
  const source = new Float64Array(from[0].count * from[1].count * from[2].count);
  for (let k = 0, p = 0; k < region.dims[2]; k++)
    for (let j = 0; j < region.dims[1]; j++)
      for (let i = 0; i < region.dims[0]; i++, p++) {
        const [a, b, c] = three((x) => [i, j, k][x]! + region.box.min[x] - from[x].first);
        if (region.bits[p]) source[a + from[0].count * (b + from[1].count * c)] = 1;
      }
  const to = three((x): Stretch => {
    const { n, m, ratio } = axes[x];
    const target = (s: number): number => (m - 1) / 2 + (s - (n - 1) / 2) / ratio;
    const reachesEnd = region.box.max[x] + 2 >= n - 1;
    const first = region.box.min[x] <= 2 ? 0 : Math.max(0, Math.ceil(target(region.box.min[x] - 1)));
    const last = reachesEnd ? m - 1 : Math.min(m - 1, Math.floor(target(region.box.max[x] + 1)));
    return { first, count: Math.max(1, last - first + 1) };
  });
  const soft = interpolateBox(source, from, axes, to, method);
  const [ni, nj] = [to[0].count, to[1].count];
  const min = three((x) => to[x].count) as unknown as [number, number, number];
  const max: [number, number, number] = [-1, -1, -1];
  let count = 0;
  for (let p = 0; p < soft.length; p++) {
    if (soft[p]! < 0.5 - 1e-9) continue;
    count++;
    const index = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))] as const;
    for (const x of [0, 1, 2] as const) {
      min[x] = Math.min(min[x], index[x]);
      max[x] = Math.max(max[x], index[x]);
    }
  }
  if (count === 0)
    refuse(
      "EMPTY_AFTER_INTERPOLATION",
      `The region of ${region.count} voxel(s) vanishes on the interpolated grid. Use a finer spacing or no interpolation.`,
    );
  const dims = boxDims({ min, max });
  const bits = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, to2 = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, to2++)
        if (soft[i + min[0] + ni * (j + min[1] + nj * (k + min[2]))]! >= 0.5 - 1e-9) bits[to2] = 1;
  return {
    box: { min: three((x) => min[x] + to[x].first), max: three((x) => max[x] + to[x].first) },
    bits,
    count,
  };
}

function interpolatedImage(
  image: Volume,
  readout: (stored: number) => number,
  axes: Three<AxisMap>,
  to: Three<Stretch>,
  method: Method,
  round: boolean,
): Float64Array {
  const from = three((x) => sourceStretch(axes[x], to[x], method));
  const { data, dims } = image;
  const source = new Float64Array(from[0].count * from[1].count * from[2].count);
  for (let k = 0, p = 0; k < from[2].count; k++)
    for (let j = 0; j < from[1].count; j++) {
      const row = from[0].first + dims[0] * (from[1].first + j + dims[1] * (from[2].first + k));
      for (let i = 0; i < from[0].count; i++, p++) source[p] = readout(data[row + i]!);
    }
  const out = interpolateBox(source, from, axes, to, method);
  if (round) for (let p = 0; p < out.length; p++) out[p] = roundHalfEven(out[p]!);
  return out;
}

/** Nearest whole number, halves to the even one, so that rounding does not shift the mean. */
export function roundHalfEven(x: number): number {
  const near = Math.round(x);
  return Math.abs(near - x - 0.5) < 1e-9 && near % 2 !== 0 ? near - 1 : near;
}

function cutField(field: Float64Array, from: Triple, offset: Triple, dims: Triple): Float64Array {
  if (from.every((n, x) => n === dims[x])) return field;
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, to = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++, to += dims[0]) {
      const row = offset[0] + from[0] * (offset[1] + j + from[1] * (offset[2] + k));
      out.set(field.subarray(row, row + dims[0]), to);
    }
  return out;
}

/** Intensities of the whole interpolated image and the interpolated grid's size, for the diagnostic tables of IBSI. */
export function wholeImage(
  image: Volume,
  config: FeatureConfig,
): { values: Float64Array; dims: Triple; spacing: Triple } {
  const axes = axisMaps(image, config, []);
  const to = three((x): Stretch => ({ first: 0, count: axes[x].m }));
  const values = interpolatedImage(
    image,
    (x) => x,
    axes,
    to,
    config.interpolation?.image ?? "nearest",
    config.roundIntensities,
  );
  return { values, dims: three((x) => axes[x].m), spacing: three((x) => image.spacing[x] * axes[x].ratio) };
}
