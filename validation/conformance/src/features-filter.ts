import { refuse } from "@nadir/domain";
import { filterImage, parseFilter } from "@nadir/features";
import { requireSameGeometry } from "@nadir/imaging";
import type { FeatureCase, FeatureCaseIo, FeatureCaseResult } from "./features-case.ts";

/** IBSI 2: a voxel agrees within this fraction of the reference map's range; all of them must. */
const TOLERANCE = 0.01;

/** A case whose reference is the response map of a filter on the whole image. */
export function compareMap(one: FeatureCase, io: FeatureCaseIo): FeatureCaseResult {
  const { config } = one;
  if (typeof config === "string" || !("filter" in config))
    return refuse("BAD_CONFIG", "The reference is a response map; config must be an object with 'filter'.");
  const image = io.volume(one.image);
  const reference = io.volume(one.reference);
  requireSameGeometry(image, reference);
  const got = filterImage(
    { data: Float64Array.from(image.data), dims: image.dims },
    image.spacing,
    parseFilter(config.filter),
  );
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let p = 0; p < reference.data.length; p++) {
    low = Math.min(low, reference.data[p]!);
    high = Math.max(high, reference.data[p]!);
  }
  const relative = typeof one.tolerance === "number" ? one.tolerance : (one.tolerance?.relative ?? TOLERANCE);
  const slack = relative * (high - low);
  let [apart, worst, at] = [0, 0, 0];
  for (let p = 0; p < got.length; p++) {
    const error = Math.abs(got[p]! - reference.data[p]!);
    if (!(error <= slack)) apart++;
    if (error > worst) [worst, at] = [error, p];
  }
  const failures =
    apart === 0
      ? []
      : [{ key: `voxel ${at} (worst of ${apart})`, expected: reference.data[at]!, got: got[at]!, tolerance: slack }];
  return {
    id: one.id,
    passed: apart === 0,
    status: apart === 0 ? "passed" : "failed",
    checked: got.length,
    unchecked: [],
    failures,
  };
}
