import {
  type FeatureConfig,
  type FeatureResult,
  type FeatureValue,
  type FeatureWarning,
  featureConfigHash,
  PYRADIOMICS_CLASSES,
  type PyradiomicsParameters,
  pyradiomicsParameters,
  refuse,
} from "@nadir/domain";
import { componentCount, type Triple, type Volume, voxelHash } from "@nadir/imaging";
import type { Discretised } from "../prepare/discretise.ts";
import { type LevelGrid, levelGrid } from "../texture/level-grid.ts";
import { CATALOGUE_VERSION, ENGINE_VERSION } from "../version.ts";
import { profileEntryOf } from "./catalogue.ts";
import { profileLevels } from "./discretise.ts";
import { firstOrder } from "./first-order.ts";
import { acrossSlices, type ImageLot, imageLots } from "./images.ts";
import { CLASS_ROWS } from "./names.ts";
import { type ProfileRegion, profileRegion } from "./region.ts";
import { shape } from "./shape.ts";
import { shape2d } from "./shape-2d.ts";
import { claimed, joinProfile, type ProfileLot, type ProfileShare, type RankedWork } from "./share.ts";
import { texture } from "./textures.ts";

export interface ProfileInput {
  readonly image: Volume;
  readonly mask: Volume;
  readonly label?: number | readonly number[] | undefined;
  readonly config: FeatureConfig;
}

/** PyRadiomics' own parameters of a configuration; without them, its defaults with the configuration's bins. */
export function parametersOf(config: FeatureConfig): PyradiomicsParameters {
  if (config.pyradiomics) return config.pyradiomics;
  const { discretisation: d, interpolation } = config;
  const bins = d.method === "fixed-bin-size" ? { binWidth: d.width } : { binCount: d.bins };
  const spacing = interpolation ? { resampledPixelSpacing: interpolation.spacingMm.map((s) => s ?? 0) } : {};
  return pyradiomicsParameters.parse({ setting: { ...bins, ...spacing } });
}

/**
 * The features of PyRadiomics by its names (`original_glcm_Contrast`), by its rules: every enabled image and class.
 * Refuses what `profileRegion` and `profileLevels` refuse, and `UNKNOWN_FEATURE` for a name that a class lacks,
 * and `NON_FINITE_IMAGE` where a filter read voxels that are no numbers.
 */
export const extractProfile = (input: ProfileInput): FeatureResult =>
  joinProfile(input.config, [shareOfProfile(input, () => true)]);

/**
 * As much of `extractProfile` as `claim` grants: shape has rank 0, each lot of images the next. Where several threads share
 * a region, whoever claims a rank first computes it, the dearest first; `joinProfile` makes the whole of what they answer.
 */
export function shareOfProfile(
  { image, mask, label, config }: ProfileInput,
  claim: (rank: number) => boolean,
): ProfileShare {
  const parameters = parametersOf(config);
  const { setting, featureClass } = parameters;
  requireKnownNames(parameters);
  const warnings: FeatureWarning[] = [];
  const prepared = profileRegion(image, mask, label ?? setting.label, setting, warnings);
  const { region, intensity, image: grid } = prepared;
  const rowsOf = (name: string, family: (typeof PYRADIOMICS_CLASSES)[number], row: Record<string, number>) => {
    const wanted = featureClass[family];
    return CLASS_ROWS[family]
      .filter(([feature]) => (wanted ? wanted.includes(feature) : !ONLY_BY_NAME.has(feature)))
      .map(([feature]) => featureValueOf(`${name}_${family}_${feature}`, row[feature]));
  };
  const shapes = (): FeatureValue[] => {
    const values: FeatureValue[] = [];
    if (featureClass.shape !== undefined)
      values.push(...rowsOf("original", "shape", shape(region.bits, region.dims, grid.spacing)));
    if (featureClass.shape2D === undefined) return values;
    if (!setting.force2D)
      refuse("SHAPE_2D", "The class 'shape2D' needs force2D true, and one slice across force2Ddimension.", {
        found: "force2D false",
        expected: "force2D true",
      });
    const flat = shape2d(region.bits, region.dims, grid.spacing, acrossSlices(setting));
    return [...values, ...rowsOf("original", "shape2D", flat)];
  };
  const voxelVolume = grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
  const at = positions(intensity);
  const imageValues = ({ images, setting: own }: ImageLot): ProfileLot => {
    let greyLevels: number | null = null;
    const values: FeatureValue[] = [];
    for (const [name, box] of images()) {
      const kept = valuesAt(box, at);
      requireNumbers(kept, name);
      const levels = profileLevels(kept, own.binWidth, own.binCount, warnings);
      greyLevels ??= levels.greyLevels;
      if (featureClass.firstorder !== undefined)
        values.push(...rowsOf(name, "firstorder", firstOrder(kept, levels, voxelVolume, own.voxelArrayShift)));
      const axes = acrossLast(own.force2D ? own.force2Ddimension : 0);
      const cells = turnedGrid(region.dims, at, levels, axes, Math.max(...own.distances));
      const spacing = axes.map((x) => grid.spacing[x]!) as unknown as Triple;
      for (const family of TEXTURE_CLASSES)
        if (featureClass[family] !== undefined)
          values.push(...rowsOf(name, family, texture(family, cells, own, spacing)));
    }
    return { values, greyLevels };
  };
  const lots = imageLots(grid, prepared, parameters, warnings);
  const work: RankedWork[] = [
    { rank: 0, cost: 1, run: () => ({ values: shapes(), greyLevels: null }) },
    ...lots.map((lot, n) => ({ rank: n + 1, cost: lot.cost, run: () => imageValues(lot) })),
  ];
  return {
    ...claimed(work, claim),
    warnings,
    provenance: provenance({ image, mask, config, label }, prepared),
  };
}

const TEXTURE_CLASSES = PYRADIOMICS_CLASSES.filter(
  (name): name is Exclude<typeof name, "shape" | "shape2D" | "firstorder"> =>
    name !== "shape" && name !== "shape2D" && name !== "firstorder",
);

/** Features that PyRadiomics marks deprecated: taken where a file names them, not with the whole class. */
const ONLY_BY_NAME: ReadonlySet<string> = new Set(["SphericalDisproportion"]);

function requireKnownNames({ featureClass }: PyradiomicsParameters): void {
  for (const family of PYRADIOMICS_CLASSES)
    for (const name of featureClass[family] ?? [])
      if (!CLASS_ROWS[family].some(([known]) => known === name))
        refuse("UNKNOWN_FEATURE", `The class '${family}' has no feature '${name}'.`, {
          found: name,
          expected: CLASS_ROWS[family].map(([known]) => known).join(", "),
        });
}

const featureValueOf = (key: string, value: number | undefined): FeatureValue => {
  const entry = profileEntryOf(key)!;
  const named = { key, id: entry.id, code: entry.code, aggregation: null };
  return value === undefined ? { ...named, value: null, reason: "NO_PAIRS" } : { ...named, value };
};

/** Few lines that run over every voxel stand by themselves: they are compiled sooner than a long function. */
function valuesAt(box: Float64Array, at: Int32Array): Float64Array {
  const kept = new Float64Array(at.length);
  for (let n = 0; n < at.length; n++) kept[n] = box[at[n]!]!;
  return kept;
}

function requireNumbers(values: Float64Array, name: string): void {
  // A difference of an infinite number, or of NaN, with itself is NaN.
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n]! - values[n]!;
  if (sum === 0) return;
  const broken = values.reduce((count, x) => count + (Number.isFinite(x) ? 0 : 1), 0);
  refuse(
    "NON_FINITE_IMAGE",
    `${broken} voxel(s) of the region are NaN or infinite in the image '${name}': its filter read such voxels around the region, or overflowed. Clean the image, or leave the filter out.`,
    { found: `${broken} voxel(s)`, expected: "0" },
  );
}

function positions(bits: Uint8Array): Int32Array {
  let count = 0;
  for (let p = 0; p < bits.length; p++) count += bits[p]!;
  const at = new Int32Array(count);
  for (let p = 0, n = 0; p < bits.length; p++) if (bits[p]) at[n++] = p;
  return at;
}

/** Axes in the order in which the one across the slices (0 = z, 1 = y, 2 = x) comes last. */
const acrossLast = (dimension: number): readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2] =>
  dimension === 0 ? [0, 1, 2] : dimension === 1 ? [0, 2, 1] : [1, 2, 0];

function turnedGrid(
  dims: Triple,
  at: Int32Array,
  levels: Discretised,
  axes: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2],
  rim: number,
): LevelGrid {
  if (axes[2] === 2) return levelGrid({ dims, at }, levels, rim);
  const size = axes.map((x) => dims[x]) as unknown as Triple;
  const placed = Array.from(at, (p, n) => {
    const index = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))] as const;
    return [index[axes[0]] + size[0] * (index[axes[1]] + size[1] * index[axes[2]]), levels.levels[n]!] as const;
  }).sort((a, b) => a[0] - b[0]);
  return levelGrid(
    { dims: size, at: Int32Array.from(placed, ([p]) => p) },
    { ...levels, levels: Uint16Array.from(placed, ([, level]) => level) },
    rim,
  );
}

function provenance(
  { image, mask, config }: ProfileInput,
  { image: grid, region, counts }: ProfileRegion,
): ProfileShare["provenance"] {
  return {
    engine: { name: "@nadir/features", version: ENGINE_VERSION },
    catalogueVersion: CATALOGUE_VERSION,
    profile: config.profile,
    configHash: featureConfigHash(config),
    imageVoxelHash: voxelHash(image),
    maskVoxelHash: voxelHash(mask),
    labels: [...region.labels],
    imageAffine: [...image.affine],
    imageGrid: { dims: [...image.dims], spacingMm: [...image.spacing] },
    computedGrid: { dims: [...grid.dims], spacingMm: [...grid.spacing] },
    roiVoxels: {
      original: counts.original,
      interpolated: counts.interpolated,
      afterRange: counts.resegmented,
      afterOutliers: counts.resegmented,
    },
    boundingBox: { min: [...region.box.min], max: [...region.box.max] },
    components: componentCount(region.bits, region.dims),
    touchesImageBorder: [0, 1, 2].some(
      (x) => region.box.min[x as 0] === 0 || region.box.max[x as 0] === grid.dims[x as 0] - 1,
    ),
  };
}
