import { type FeatureConfig, type FeatureResult, type FeatureVector, featureConfigHash, hashOf } from "@nadir/domain";
import { type Volume, voxelHash } from "@nadir/imaging";
import { catalogueEntryOf } from "./catalogue/catalogue.ts";
import { profileEntryOf } from "./pyradiomics/catalogue.ts";
import { CATALOGUE_VERSION, ENGINE_VERSION } from "./version.ts";

/** What decides a vector before it is computed: the same identity means the same values. */
export interface VectorIdentity {
  readonly imageVoxelHash: string;
  readonly maskVoxelHash: string;
  readonly imageAffine: readonly number[];
  readonly imageDims: readonly number[];
  readonly labels: readonly number[];
  readonly configHash: string;
  /** Of reference masks, where any were given. */
  readonly referenceVoxelHashes?: Readonly<Record<string, string>> | undefined;
}

/** SHA-256 over inputs, configuration, engine and catalogue version. Geometry counts: hashes of voxels leave it out. */
export const vectorIdentity = (parts: VectorIdentity): string =>
  hashOf({
    image: parts.imageVoxelHash,
    mask: parts.maskVoxelHash,
    affine: parts.imageAffine,
    dims: parts.imageDims,
    labels: [...parts.labels].sort((a, b) => a - b),
    config: parts.configHash,
    ...(parts.referenceVoxelHashes ? { references: parts.referenceVoxelHashes } : {}),
    engine: ENGINE_VERSION,
    catalogue: CATALOGUE_VERSION,
  });

/** The identity of a vector that is still to be computed, to look up whether it is already stored. */
export const identityFor = (image: Volume, mask: Volume, labels: readonly number[], config: FeatureConfig): string =>
  vectorIdentity({
    imageVoxelHash: voxelHash(image),
    maskVoxelHash: voxelHash(mask),
    imageAffine: image.affine,
    imageDims: image.dims,
    labels,
    configHash: featureConfigHash(config),
  });

/** A result as one row for storage; nothing is lost. */
export function toVector({ values, warnings, config, provenance }: FeatureResult): FeatureVector {
  return {
    identity: vectorIdentity({
      imageVoxelHash: provenance.imageVoxelHash,
      maskVoxelHash: provenance.maskVoxelHash,
      imageAffine: provenance.imageAffine,
      imageDims: provenance.imageGrid.dims,
      labels: provenance.labels,
      configHash: provenance.configHash,
      referenceVoxelHashes: provenance.referenceVoxelHashes,
    }),
    keys: values.map((v) => v.key),
    values: values.map((v) => v.value),
    reasons: Object.fromEntries(values.flatMap((v) => (v.reason ? [[v.key, v.reason]] : []))),
    warnings,
    config,
    provenance,
  };
}

/** The result that a stored row came from. Throws RangeError for a key that this catalogue does not have. */
export function fromVector({ keys, values, reasons, warnings, config, provenance }: FeatureVector): FeatureResult {
  return {
    schema: "nadir.feature-result/1",
    config,
    values: keys.map((key, n) => {
      const reason = reasons[key];
      return { ...nameOf(key), value: values[n] ?? null, ...(reason ? { reason } : {}) };
    }),
    warnings,
    provenance,
  };
}

const SUFFIXES = [
  ["_2_5D_comb", "2.5D-merged"],
  ["_2_5D_avg", "2.5D-average"],
  ["_2_5D", "2.5D"],
  ["_2D_comb", "2D-merged"],
  ["_2D_avg", "2D-average"],
  ["_2D", "2D"],
  ["_3D_comb", "3D-merged"],
  ["_3D_avg", "3D-average"],
  ["_3D", "3D"],
] as const;

/** `_ring_0_5`, `_band_2_5`: where a value was taken, in mm. */
const REGION_SUFFIX = /_(ring|band)_[\d.]+_[\d.]+$/;

/** Id, IBSI code and aggregation of a key such as `cm_joint_max_3D_comb`. */
export function nameOf(key: string): {
  key: string;
  id: string;
  code: string | null;
  aggregation: (typeof SUFFIXES)[number][1] | null;
} {
  const profiled = profileEntryOf(key);
  if (profiled) return { key, id: profiled.id, code: profiled.code, aggregation: null };
  // Without where it was taken (ring, band) and what it was taken at.
  const plain = key.replace(REGION_SUFFIX, "").replace(/@.*$/, "");
  const found = SUFFIXES.find(([suffix]) => plain.endsWith(suffix));
  const id = found ? plain.slice(0, -found[0].length) : plain;
  const entry = catalogueEntryOf(id);
  if (!entry) throw new RangeError(`'${key}' is no feature of catalogue ${CATALOGUE_VERSION}.`);
  return { key, id, code: entry.code, aggregation: found?.[1] ?? null };
}
