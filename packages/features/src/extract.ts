import {
  type CatalogueEntry,
  type FeatureConfig,
  type FeatureFamily,
  type FeatureResult,
  type FeatureValue,
  type FeatureWarning,
  featureConfigHash,
  type MapRole,
  type ReferenceRole,
  type TextureAggregation,
  type UndefinedReason,
} from "@nadir/domain";
import { type Volume, voxelHash } from "@nadir/imaging";
import { FAMILY_ENTRIES } from "./catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "./config.ts";
import { extraValues } from "./extra/extra-families.ts";
import { histogram } from "./intensity/histogram.ts";
import { localIntensity, PEAK_RADIUS_MM } from "./intensity/local-intensity.ts";
import { statistics } from "./intensity/statistics.ts";
import { volumeHistogram } from "./intensity/volume-histogram.ts";
import { fuse } from "./maps/fusion.ts";
import { type Maps, mapOf } from "./maps/maps.ts";
import type { References } from "./modality/references.ts";
import { morphology } from "./morphology/morphology.ts";
import { isNumber, type Outcome } from "./outcome.ts";
import { correctBias } from "./prepare/bias.ts";
import { discretise } from "./prepare/discretise.ts";
import { prepare } from "./prepare/prepare.ts";
import type { Prepared } from "./prepare/prepared.ts";
import { extractProfile, shareOfProfile } from "./pyradiomics/extract-profile.ts";
import { joinProfile, type ProfileShare } from "./pyradiomics/share.ts";
import { regionMask } from "./region-mask.ts";
import { DIRECTIONAL, ZONAL, zonalOf } from "./texture/aggregate.ts";
import { glcm } from "./texture/glcm.ts";
import { glrlm } from "./texture/glrlm.ts";
import { type LevelGrid, levelGrid } from "./texture/level-grid.ts";
import { neighbourhoodFeatures } from "./texture/neighbourhood.ts";
import { edgeDistances, zoneFeatures } from "./texture/zones.ts";
import { CATALOGUE_VERSION, ENGINE_VERSION } from "./version.ts";

export interface ExtractInput {
  readonly image: Volume;
  readonly mask: Volume;
  /** One label or several (their union); left out, the mask must hold only one. */
  readonly label?: number | readonly number[] | undefined;
  /** Default: `DEFAULT_CONFIG`. Make one with `parseConfig` or `configFor`. */
  readonly config?: FeatureConfig;
  /** Masks of other tissue, on the image's grid, by role. */
  readonly references?: References | undefined;
  /** Told each family before it is computed, in the order of computing: for those who look on. Profile `ibsi` only. */
  readonly onFamily?: ((family: FeatureFamily) => void) | undefined;
  /** Other images, by what they show. */
  readonly maps?: Maps | undefined;
  /** The moments of a dynamic series, on the image's grid. */
  readonly dynamic?: readonly Volume[] | undefined;
}

/**
 * All features of a region under a configuration, with provenance. Values come in a fixed order: by family as in the
 * catalogue, texture by aggregation. A value that is not defined is null with a reason. Same input, same bytes.
 *
 * Refuses (`Refusal`): `GEOMETRY_MISMATCH`, `EMPTY_ROI`, `LABEL_NOT_FOUND`, `LABEL_AMBIGUOUS`, `NON_FINITE_ROI`,
 * `NON_FINITE_MASK`, `ROI_OUTSIDE_IMAGE`, `EMPTY_AFTER_INTERPOLATION`, `EMPTY_AFTER_RESEGMENTATION`,
 * `FLAT_REFERENCE`, `TOO_MANY_BINS`, `SETTINGS_MISSING`, `REFERENCE_MISSING`, `EMPTY_REFERENCE`, `EMPTY_RING`; for the profile `pyradiomics`
 * also `ROI_TOO_SMALL`, `UNKNOWN_FEATURE`, `BAD_WAVELET`.
 */
export function extract(input: ExtractInput): FeatureResult {
  return described(input.image, computed(input));
}

/** Whether the work of one region can be shared between threads: by the images of the profile `pyradiomics`. */
export const isShareable = ({ profile }: FeatureConfig): boolean => profile === "pyradiomics";

/** As much of `extract` as `claim` grants, by rank; for a configuration that `isShareable`. Refuses what `extract` refuses. */
export const extractShare = (
  { config = DEFAULT_CONFIG, ...input }: ExtractInput,
  claim: (rank: number) => boolean,
): ProfileShare => shareOfProfile({ ...input, config }, claim);

/** The result of `extract` from the shares of all threads: the same bytes. Refuses what one of them was refused. */
export const joinShares = (image: Volume, config: FeatureConfig, shares: readonly ProfileShare[]): FeatureResult =>
  described(image, joinProfile(config, shares));

/** Carries what the image says of itself into the result; a simulated image is told in a warning wherever the result goes. */
function described({ description }: Volume, result: FeatureResult): FeatureResult {
  if (!description) return result;
  const simulated = { code: "SIMULATED_IMAGE", message: `The image's file says: ${description}.` };
  return {
    ...result,
    warnings: /simulat/i.test(description) ? [simulated, ...result.warnings] : result.warnings,
    provenance: { ...result.provenance, imageDescription: description },
  };
}

function computed(input: ExtractInput): FeatureResult {
  const { config = DEFAULT_CONFIG, references = {}, maps = {}, dynamic = [], onFamily = () => {} } = input;
  if (config.profile === "pyradiomics") return extractProfile({ ...input, config });
  const { image, warnings: before } = made(input.image, config, references, maps);
  const { mask, label, suffix, warnings: around } = regionMask(input.mask, input.label, config, references);
  const families = new Set(config.families);
  if (suffix !== "") families.delete("morphology");
  const looksAround = families.has("local-intensity") || families.has("pet");
  const region = prepare({ image, mask, label, config, fieldMm: looksAround ? PEAK_RADIUS_MM : 0, references });
  region.warnings.push(...before, ...around);
  if (families.has("morphology") && region.trace.components > 1)
    region.warnings.push({
      code: "SEVERAL_COMPONENTS",
      message: `The region has ${region.trace.components} parts that do not touch; its diameters, axes and boxes span them.`,
    });
  const discretised = discretise(
    region.values,
    config.discretisation,
    region.resegmentRange?.[0] ?? null,
    region.warnings,
  );
  const values: FeatureValue[] = [];
  const plain = (family: FeatureFamily, compute: () => readonly Outcome[]): void => {
    if (!families.has(family)) return;
    onFamily(family);
    const outcomes = compute();
    for (const [n, entry] of FAMILY_ENTRIES[family].entries()) values.push(outcomeAs(entry, null, "", outcomes[n]!));
  };
  plain("morphology", () => morphology(region));
  plain("local-intensity", () => localIntensity(region));
  plain("statistics", () => statistics(region.values));
  plain("histogram", () => histogram(discretised));
  plain("ivh", () =>
    volumeHistogram(
      region.values,
      discretised,
      config.intensityVolumeHistogram,
      region.resegmentRange,
      region.warnings,
    ),
  );
  const grid = levelGrid(region, discretised);
  values.push(...textures(region, grid, families, aggregationsOf(config, region), onFamily));
  values.push(...extraValues({ config, region, discretised, image, mask, label, references, maps, dynamic }));
  return {
    schema: "nadir.feature-result/1",
    config,
    values: suffix === "" ? values : values.map((v) => ({ ...v, key: v.key + suffix })),
    warnings: region.warnings,
    provenance: {
      engine: { name: "@nadir/features", version: ENGINE_VERSION },
      catalogueVersion: CATALOGUE_VERSION,
      profile: config.profile,
      configHash: featureConfigHash(config),
      imageVoxelHash: voxelHash(input.image),
      maskVoxelHash: voxelHash(input.mask),
      ...hashesOf(references),
      ...mapHashesOf(maps, dynamic),
      labels: [...region.trace.labels],
      imageAffine: [...region.trace.imageGrid.affine],
      imageGrid: { dims: [...region.trace.imageGrid.dims], spacingMm: [...region.trace.imageGrid.spacing] },
      computedGrid: { dims: [...region.trace.computedGrid.dims], spacingMm: [...region.trace.computedGrid.spacing] },
      roiVoxels: region.trace.voxels,
      boundingBox: { min: [...region.trace.box.min], max: [...region.trace.box.max] },
      components: region.trace.components,
      touchesImageBorder: region.trace.touchesImageBorder,
      greyLevels: discretised.greyLevels,
    },
  };
}

/** The image that features are taken of: fused with its map, its bias field taken out, where the configuration says so. */
function made(
  image: Volume,
  config: FeatureConfig,
  references: References,
  maps: Maps,
): { image: Volume; warnings: FeatureWarning[] } {
  const warnings: FeatureWarning[] = [];
  const { fusion, biasCorrection } = config;
  const fused = fusion ? fuse(image, mapOf(maps, "ct", "The fusion of the configuration"), fusion, warnings) : image;
  return { image: biasCorrection ? correctBias(fused, biasCorrection, references).image : fused, warnings };
}

function mapHashesOf(
  maps: Maps,
  dynamic: readonly Volume[],
): { mapVoxelHashes?: Partial<Record<MapRole, string>>; dynamicVoxelHashes?: string[] } {
  const given = Object.entries(maps) as [MapRole, Volume][];
  return {
    ...(given.length > 0
      ? { mapVoxelHashes: Object.fromEntries(given.map(([role, map]) => [role, voxelHash(map)])) }
      : {}),
    ...(dynamic.length > 0 ? { dynamicVoxelHashes: dynamic.map(voxelHash) } : {}),
  };
}

function hashesOf(references: References): { referenceVoxelHashes?: Partial<Record<ReferenceRole, string>> } {
  const given = Object.entries(references) as [ReferenceRole, Volume][];
  if (given.length === 0) return {};
  return { referenceVoxelHashes: Object.fromEntries(given.map(([role, mask]) => [role, voxelHash(mask)])) };
}

function outcomeAs(
  entry: CatalogueEntry,
  aggregation: FeatureValue["aggregation"],
  suffix: string,
  outcome: Outcome,
): FeatureValue {
  const named = { key: entry.id + suffix, id: entry.id, code: entry.code, aggregation };
  return isNumber(outcome) ? { ...named, value: outcome } : { ...named, value: null, reason: outcome };
}

/** Slices this many times further apart than pixels are too coarse for textures across them (radiomics §7.4). */
const THICK_SLICES = 2.5;

function aggregationsOf({ aggregations }: FeatureConfig, { spacing, dims }: Prepared): readonly TextureAggregation[] {
  if (aggregations !== "auto") return aggregations;
  const isThick = spacing[2] > THICK_SLICES * Math.max(spacing[0], spacing[1]);
  return [isThick && dims[2] > 1 ? "2.5D-merged" : "3D-merged"];
}

function textures(
  region: Prepared,
  grid: LevelGrid,
  families: ReadonlySet<FeatureFamily>,
  aggregations: readonly TextureAggregation[],
  onFamily: (family: FeatureFamily) => void,
): FeatureValue[] {
  const values: FeatureValue[] = [];
  const push = (
    family: FeatureFamily,
    aggregation: FeatureValue["aggregation"],
    suffix: string,
    row: Float64Array | null,
    missing: UndefinedReason,
  ): void => {
    for (const [n, entry] of FAMILY_ENTRIES[family].entries())
      values.push(outcomeAs(entry, aggregation, `_${suffix}`, row ? row[n]! : missing));
  };
  for (const [family, compute] of [
    ["glcm", glcm],
    ["glrlm", glrlm],
  ] as const)
    if (families.has(family)) {
      onFamily(family);
      for (const a of aggregations) push(family, a, DIRECTIONAL[a].suffix, compute(grid, a), "NO_PAIRS");
    }

  const zonal = [...new Set(aggregations.map(zonalOf))];
  if (families.has("glszm") || families.has("gldzm")) {
    onFamily(families.has("glszm") ? "glszm" : "gldzm");
    const zones = zonal.map((a) => {
      const distances = edgeDistances(region.morphological, region.dims, grid, a !== "3D");
      return [a, zoneFeatures(grid, a, distances)] as const;
    });
    if (families.has("glszm")) for (const [a, z] of zones) push("glszm", a, ZONAL[a].suffix, z.size, "NO_PAIRS");
    if (families.has("gldzm")) for (const [a, z] of zones) push("gldzm", a, ZONAL[a].suffix, z.distance, "NO_PAIRS");
  }
  if (families.has("ngtdm") || families.has("ngldm")) {
    onFamily(families.has("ngtdm") ? "ngtdm" : "ngldm");
    const around = zonal.map((a) => [a, neighbourhoodFeatures(grid, a)] as const);
    if (families.has("ngtdm")) for (const [a, z] of around) push("ngtdm", a, ZONAL[a].suffix, z.tone, "NO_PAIRS");
    if (families.has("ngldm")) for (const [a, z] of around) push("ngldm", a, ZONAL[a].suffix, z.dependence, "NO_PAIRS");
  }
  return values;
}
