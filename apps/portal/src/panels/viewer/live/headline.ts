import type { FeatureResult } from "@nadir/domain";
import type { LiveTimed } from "./messages.ts";

export interface HeadlineFigure {
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
  /** Feature of the catalogue, where it is one. */
  readonly id?: string;
  /** Of a length: which voxels it is measured on, where those of the features are not the image's own. */
  readonly grid?: string;
}

const FEATURES: readonly (readonly [id: string, label: string])[] = [
  ["morph_diam", "Largest diameter in 3D"],
  ["morph_sphericity", "Sphericity"],
  ["stat_mean", "Mean"],
  ["stat_median", "Median"],
  ["stat_min", "Minimum"],
  ["stat_max", "Maximum"],
  ["ih_entropy", "Entropy"],
  ["cm_joint_entr", "Joint entropy"],
];

/** What is looked at first: sizes on the image's grid, then figures under the configuration. Volume in mL, lengths in mm. */
export function headline({ size, result, rows }: LiveTimed, imageUnit: string): HeadlineFigure[] {
  // On coarser or finer voxels the mask is another: a diameter in 3D there may be below one of a slice here.
  const isResampled = result.config.interpolation !== null;
  const own = isResampled ? { grid: "image's voxels" } : {};
  const gridOf = (id: string) => (isResampled && id === "morph_diam" ? { grid: "resampled voxels" } : {});
  return [
    { label: "Volume", value: size.volumeMm3 / 1000, unit: "mL", ...own },
    { label: "Longest diameter", value: size.longest.longestMm, unit: "mm", ...own },
    { label: "Across it", value: size.longest.perpendicularMm, unit: "mm", ...own },
    { label: "Product", value: size.product.value, unit: "mm²", ...own },
    { label: "Short axis", value: size.shortAxis.value, unit: "mm", ...own },
    ...FEATURES.flatMap(([id, label]): HeadlineFigure[] => {
      const at = result.values.findIndex((value) => value.id === id);
      const found = result.values[at];
      return found
        ? [{ id, label, value: found.value, unit: unitWords(rows[at]!.unit, result, imageUnit), ...gridOf(id) }]
        : [];
    }),
  ];
}

/** `intensity` in a unit's name is the image's own, or standard deviations where the image was normalised first. */
export function unitWords(unit: string, { config }: Pick<FeatureResult, "config">, imageUnit: string): string {
  const own = config.normalisation.method === "none" ? imageUnit || "intensity" : "sd";
  return unit === "1" ? "" : unit.replace("intensity", own);
}

/** The configuration in a line. */
export function settingsWords({ config }: Pick<FeatureResult, "config">): string {
  const { interpolation, normalisation, resegmentation, discretisation } = config;
  const { range, outlierSigma } = resegmentation;
  return [
    normalisation.method === "none" ? null : "z-scores over the image",
    interpolation ? `voxels of ${interpolation.spacingMm.join(" × ")} mm` : "voxels as they are",
    range ? `${range[0] ?? "−∞"} to ${range[1] ?? "∞"} kept` : null,
    outlierSigma ? `±${outlierSigma} sd kept` : null,
    discretisation.method === "fixed-bin-number" ? `${discretisation.bins} bins` : `bins of ${discretisation.width}`,
  ]
    .filter((words) => words !== null)
    .join(", ");
}
