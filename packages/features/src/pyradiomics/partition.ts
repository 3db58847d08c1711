import {
  type FeatureConfig,
  type FeatureResult,
  type FeatureValue,
  featureConfigHash,
  PYRADIOMICS_IMAGE_TYPES,
  type PyradiomicsImageTypeName,
} from "@nadir/domain";
import { parametersOf } from "./extract-profile.ts";

/** A share of a configuration's images: the configuration that computes them, and their places in the whole. */
export interface ConfigPart {
  readonly config: FeatureConfig;
  readonly images: readonly { readonly rank: number; readonly prefix: string }[];
}

/** What an image costs against the original: a wavelet gives eight images, a LoG filters the whole neighbourhood. */
const COST: Readonly<Record<string, number>> = { Wavelet: 8, LoG: 2, LBP3D: 8 };

/** How the names of an image type begin where it is not its own in small letters. */
const PREFIX: Readonly<Record<string, string>> = { LBP2D: "lbp-2D", LBP3D: "lbp-3D" };
const place = (type: string): number => PYRADIOMICS_IMAGE_TYPES.indexOf(type as PyradiomicsImageTypeName);

interface Unit {
  readonly type: string;
  readonly own: object;
  readonly cost: number;
  /** How the keys of its values begin. */
  readonly prefix: string;
}
/** As Python writes a float: 3 becomes 3.0. */
const logPrefix = (sigma: number): string =>
  `log-sigma-${(Number.isInteger(sigma) ? sigma.toFixed(1) : String(sigma)).replace(".", "-")}-mm`;

/**
 * A configuration of the profile `pyradiomics` cut into at most `count` parts by image (filter), of like cost, for as many
 * threads. Any other configuration, and one with a single image, is one part.
 */
export function partsOf(config: FeatureConfig, count: number): readonly ConfigPart[] {
  if (config.profile !== "pyradiomics" || count < 2) return [{ config, images: [] }];
  const parameters = parametersOf(config);
  const { imageType, featureClass, setting } = parameters;
  const sigmas = imageType.LoG?.sigma ?? setting.sigma ?? [];
  const units = Object.entries(imageType)
    .sort(([a], [b]) => place(a) - place(b))
    .flatMap(([type, own]): Unit[] => {
      if (own === undefined) return [];
      if (type !== "LoG") return [{ type, own, cost: COST[type] ?? 1, prefix: PREFIX[type] ?? type.toLowerCase() }];
      return sigmas.map((sigma) => ({
        type,
        own: { ...own, sigma: [sigma] },
        cost: COST.LoG!,
        prefix: logPrefix(sigma),
      }));
    });
  if (units.length < 2) return [{ config, images: [] }];
  const bins = Array.from({ length: Math.min(count, units.length) }, () => ({ cost: 0, ranks: [] as number[] }));
  const byCost = units.map((_, rank) => rank).sort((a, b) => units[b]!.cost - units[a]!.cost || a - b);
  for (const rank of byCost) {
    const least = bins.reduce((a, b) => (b.cost < a.cost ? b : a));
    least.cost += units[rank]!.cost;
    least.ranks.push(rank);
  }
  const { shape: _, shape2D: __, ...textured } = featureClass;
  return bins.map(({ ranks }) => {
    ranks.sort((a, b) => a - b);
    const types: Record<string, unknown> = {};
    for (const rank of ranks) {
      const { type, own } = units[rank]!;
      const before = (types[type] as { sigma?: number[] } | undefined)?.sigma ?? [];
      types[type] = type === "LoG" ? { ...own, sigma: [...before, ...(own as { sigma: number[] }).sigma] } : own;
    }
    const own = {
      setting,
      imageType: types as typeof imageType,
      featureClass: ranks[0] === 0 ? featureClass : textured,
    };
    return {
      config: { ...config, pyradiomics: own },
      images: ranks.map((rank) => ({ rank, prefix: units[rank]!.prefix })),
    };
  });
}

/** The result of the whole configuration from those of its parts: the same bytes as computed at once. */
export function joinParts(
  config: FeatureConfig,
  parts: readonly ConfigPart[],
  results: readonly FeatureResult[],
): FeatureResult {
  if (parts.length === 1) return results[0]!;
  const byRank: { rank: number; values: readonly FeatureValue[] }[] = [];
  for (const [n, { images }] of parts.entries()) {
    const { values } = results[n]!;
    // Shape stands before all images, whatever the first one is.
    const shape = values.filter((v) => isShape(v.key));
    byRank.push({ rank: -1, values: shape });
    for (const { rank, prefix } of images)
      byRank.push({
        rank,
        values: values.filter((v) => v.key.startsWith(prefix) && !isShape(v.key) && ends(v.key, prefix)),
      });
  }
  byRank.sort((a, b) => a.rank - b.rank);
  const first = results[parts.findIndex(({ images }) => images.some(({ rank }) => rank === 0))]!;
  const seen = new Set<string>();
  const warnings = results
    .flatMap((r) => r.warnings)
    .filter(({ code, message }) => !seen.has(`${code} ${message}`) && seen.add(`${code} ${message}`));
  return {
    ...first,
    config,
    values: byRank.flatMap(({ values }) => values),
    warnings,
    provenance: { ...first.provenance, configHash: featureConfigHash(config) },
  };
}

const isShape = (key: string): boolean => /^original_shape(2D)?_/.test(key);

/** `square` is not `squareroot`: after the prefix the name goes on with a level, the band or the class. */
const ends = (key: string, prefix: string): boolean => /^\d*[-_]/.test(key.slice(prefix.length));
