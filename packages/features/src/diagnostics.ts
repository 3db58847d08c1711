import type { Triple } from "@nadir/imaging";
import { DEFAULT_CONFIG } from "./config.ts";
import type { ExtractInput } from "./extract.ts";
import { prepare, wholeImage } from "./prepare/prepare.ts";

/**
 * What IBSI's reference tables list besides features, by their tags: sizes, spacings and intensities of image and
 * region before and after interpolation and after resegmentation. Interpolates the whole image: slower than `extract`.
 */
export function diagnostics({ image, mask, label, config = DEFAULT_CONFIG }: ExtractInput): Map<string, number> {
  const found = new Map<string, number>();
  const sides = (name: string, stage: string, values: Triple): void => {
    for (const [n, axis] of ["x", "y", "z"].entries()) found.set(`${name}_${axis}_${stage}`, values[n]!);
  };
  const intensities = (name: string, stage: string, values: ArrayLike<number>): void => {
    let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let n = 0; n < values.length; n++) {
      const x = values[n]!;
      sum += x;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    found.set(`${name}mean_int_${stage}`, sum / values.length);
    found.set(`${name}min_int_${stage}`, low);
    found.set(`${name}max_int_${stage}`, high);
  };
  sides("img_dim", "init_img", image.dims);
  sides("vox_dim", "init_img", image.spacing);
  intensities("", "init_img", image.data);
  const whole = wholeImage(image, config);
  sides("img_dim", "interp_img", whole.dims);
  sides("vox_dim", "interp_img", whole.spacing);
  intensities("", "interp_img", whole.values);

  const open = { range: null, outlierSigma: null };
  const stages = [
    ["init_roi", { ...config, interpolation: null, roundIntensities: false, resegmentation: open }],
    ["interp_roi", { ...config, resegmentation: open }],
    ["reseg_roi", config],
  ] as const;
  for (const [stage, settings] of stages) {
    const region = prepare({ image, mask, label, config: settings, fieldMm: 0 });
    sides("int_mask_dim", stage, region.trace.computedGrid.dims);
    sides("morph_mask_bb_dim", stage, region.dims);
    sides("int_mask_bb_dim", stage, boxOf(region.at, region.dims));
    found.set(`morph_mask_vox_count_${stage}`, region.trace.voxels.interpolated);
    found.set(`int_mask_vox_count_${stage}`, region.values.length);
    intensities("int_mask_", stage, region.values);
  }
  return found;
}

function boxOf(at: Int32Array, [ni, nj]: Triple): Triple {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [-1, -1, -1];
  for (const p of at) {
    const index = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))];
    for (let x = 0; x < 3; x++) {
      low[x] = Math.min(low[x]!, index[x]!);
      high[x] = Math.max(high[x]!, index[x]!);
    }
  }
  return [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1];
}
