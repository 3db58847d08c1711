import { featureConfigHash, refuse } from "@nadir/domain";
import { responseMap } from "@nadir/features";
import { type FeatureCase, type FeatureCaseIo, type FeatureCaseResult, outcomeOf } from "./features-case.ts";
import { configOf } from "./features-config.ts";

/** IBSI 2: a voxel agrees within this fraction of the reference map's range … */
const TOLERANCE = 0.01;
/** … and this share of the voxels must (radiomics §14). The committed suite asks for all of them. */
const AGREEING_SHARE = 0.95;
const NOTHING = { kind: "ibsi", expected: [], withoutValue: [], settings: null } as const;

/** A case whose reference is the response map of a filter on the whole image. Refuses `MAP_SIZE`. */
export function compareMap(one: FeatureCase, path: string, io: FeatureCaseIo): FeatureCaseResult {
  const config = configOf({ ...one, profile: "ibsi" }, io, NOTHING);
  const reference = io.volume(path);
  const { values: got, dims } = responseMap(io.volume(one.image), config);
  if (dims.some((n, x) => n !== reference.dims[x]))
    refuse(
      "MAP_SIZE",
      `The reference map has ${reference.dims.join("×")} voxels, the response ${dims.join("×")}; they must be alike.`,
      { found: dims.join("×"), expected: reference.dims.join("×") },
    );
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let p = 0; p < reference.data.length; p++) {
    low = Math.min(low, reference.data[p]!);
    high = Math.max(high, reference.data[p]!);
  }
  const relative = one.tolerance.relative ?? TOLERANCE;
  const slack = relative * (high - low);
  let [apart, worst, at] = [0, 0, 0];
  for (let p = 0; p < got.length; p++) {
    const error = Math.abs(got[p]! - reference.data[p]!);
    if (!(error <= slack)) apart++;
    if (error > worst) [worst, at] = [error, p];
  }
  const agreement = 1 - apart / got.length;
  const where = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))].join(", ");
  const failure = {
    key: `voxel (${where}), the worst of ${apart} apart`,
    expected: reference.data[at]!,
    got: got[at]!,
    tolerance: slack,
  };
  return outcomeOf({
    id: one.id,
    checked: got.length,
    unchecked: [],
    failures: agreement >= AGREEING_SHARE ? [] : [failure],
    agreement,
    configHash: featureConfigHash(config),
  });
}
