import { type PyradiomicsSetting, refuse } from "@nadir/domain";
import { boxDims, type Region, type Triple } from "@nadir/imaging";
import { resampleAxis } from "../prepare/interpolate.ts";
import type { ImageGrid } from "./image-grid.ts";

const three = <T>(make: (axis: 0 | 1 | 2) => T): [T, T, T] => [make(0), make(1), make(2)];

/**
 * Image and region on PyRadiomics' resampled grid: aligned at the corner of the first voxel, cut to the region's box
 * and `padDistance` voxels around it. An axis on which the region has one voxel keeps its spacing. The mask goes by
 * nearest neighbour; integer images stay integer; what lies beyond the image is 0.
 */
export function resampled(
  image: ImageGrid,
  region: Region,
  setting: PyradiomicsSetting,
  keepInteger: boolean,
): { grid: ImageGrid; region: Region } {
  const wanted = setting.resampledPixelSpacing;
  if (!wanted || setting.interpolator === null) return { grid: image, region };
  const spacing = three((x) => (wanted[x] === 0 || region.dims[x] === 1 ? image.spacing[x] : wanted[x]!));
  if (spacing.every((s, x) => Math.abs(s - image.spacing[x]!) <= 1e-5 + 1e-8 * s)) return { grid: image, region };
  const ratio = three((x) => image.spacing[x] / spacing[x]);
  const { min, max } = region.box;
  const first = three((x) => Math.max(0, Math.floor((min[x] - 0.5) * ratio[x] - setting.padDistance)));
  const last = three((x) =>
    Math.min(Math.ceil(image.dims[x] * ratio[x]) - 1, Math.ceil((max[x] + 0.5) * ratio[x] + setting.padDistance)),
  );
  const dims = three((x) => last[x] - first[x] + 1);
  const positions = three((x) =>
    Float64Array.from({ length: dims[x] }, (_, t) => (first[x] + t + 0.5) / ratio[x] - 0.5),
  );
  const method =
    setting.interpolator === "sitkBSpline" ? "cubic" : setting.interpolator === "sitkLinear" ? "linear" : "nearest";
  let data: Float64Array = Float64Array.from(image.data);
  const size: [number, number, number] = [...image.dims];
  for (const axis of [0, 1, 2] as const) {
    const n = image.dims[axis];
    const at = positions[axis].map((p) => (method === "cubic" ? p : Math.min(Math.max(p, 0), n - 1)));
    data = resampleAxis(data, size, axis, at, method);
    size[axis] = dims[axis];
  }
  const outside = positions.map((list, x) => [...list].map((p) => p < -0.5 || p > image.dims[x]! - 0.5));
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        if (outside[0]![i] || outside[1]![j] || outside[2]![k]) data[p] = 0;
        else if (keepInteger) data[p] = Math.trunc(data[p]!);
      }
  // The resampled image has the pixel type of its source.
  const stored = image.data instanceof Float32Array ? Float32Array.from(data) : data;
  return { grid: { data: stored, dims, spacing }, region: nearestRegion(region, positions, dims) };
}

function nearestRegion(region: Region, positions: readonly Float64Array[], dims: Triple): Region {
  const source = positions.map((list, x) => list.map((p) => Math.floor(p + 0.5) - region.box.min[x]!));
  const isIn = (axis: 0 | 1 | 2, at: number): boolean => at >= 0 && at < region.dims[axis];
  const bits = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const min: [number, number, number] = [dims[0], dims[1], dims[2]];
  const max: [number, number, number] = [-1, -1, -1];
  let count = 0;
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        const [a, b, c] = [source[0]![i]!, source[1]![j]!, source[2]![k]!];
        if (!isIn(0, a) || !isIn(1, b) || !isIn(2, c)) continue;
        if (!region.bits[a + region.dims[0] * (b + region.dims[1] * c)]) continue;
        bits[p] = 1;
        count++;
        for (const [x, at] of [i, j, k].entries()) {
          min[x as 0] = Math.min(min[x as 0], at);
          max[x as 0] = Math.max(max[x as 0], at);
        }
      }
  if (count === 0)
    refuse(
      "EMPTY_AFTER_INTERPOLATION",
      `The region of ${region.count} voxel(s) vanishes on the resampled grid. Use a finer resampledPixelSpacing or none.`,
    );
  const box = { min, max };
  const size = boxDims(box);
  const cut = new Uint8Array(size[0] * size[1] * size[2]);
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++, to += size[0]) {
      const row = min[0] + dims[0] * (min[1] + j + dims[1] * (min[2] + k));
      cut.set(bits.subarray(row, row + size[0]), to);
    }
  return { labels: region.labels, box, dims: size, bits: cut, count };
}
