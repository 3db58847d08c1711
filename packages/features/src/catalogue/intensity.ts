import { entries } from "./entry.ts";

/** Local intensity (2): means over spheres of 1 cm³. */
export const LOCAL_INTENSITY = entries("local-intensity", "Local intensity features (9ST6)", "none", [
  ["loc_peak_loc", "VJGA", "Local intensity peak", "intensity", "mean within 6.2 mm of the voxel of highest intensity"],
  ["loc_peak_glob", "0F91", "Global intensity peak", "intensity", "largest mean within 6.2 mm of any voxel of I"],
]);

/** Intensity statistics (18) on I. µ: mean; Pn: n-th percentile, linear between ranks. */
export const STATISTICS = entries("statistics", "Intensity-based statistical features (UHIW)", "none", [
  ["stat_mean", "Q4LE", "Mean intensity", "intensity", "µ = Σx / N"],
  ["stat_var", "ECT3", "Intensity variance", "intensity²", "σ² = Σ(x−µ)² / N"],
  ["stat_skew", "KE2A", "Intensity skewness", "1", "(Σ(x−µ)³ / N) / σ³; 0 when σ = 0"],
  ["stat_kurt", "IPH6", "Excess intensity kurtosis", "1", "(Σ(x−µ)⁴ / N) / σ⁴ − 3; 0 when σ = 0"],
  ["stat_median", "Y12H", "Median intensity", "intensity", "P50"],
  ["stat_min", "1GSF", "Minimum intensity", "intensity", "min x"],
  ["stat_p10", "QG58", "10th intensity percentile", "intensity", "P10"],
  ["stat_p90", "8DWT", "90th intensity percentile", "intensity", "P90"],
  ["stat_max", "84IY", "Maximum intensity", "intensity", "max x"],
  ["stat_iqr", "SALO", "Intensity interquartile range", "intensity", "P75 − P25"],
  ["stat_range", "2OJQ", "Intensity range", "intensity", "max x − min x"],
  ["stat_mad", "4FUA", "Intensity mean absolute deviation", "intensity", "Σ|x−µ| / N"],
  [
    "stat_rmad",
    "1128",
    "Intensity robust mean absolute deviation",
    "intensity",
    "mean |x−µ₁₀₋₉₀| over x in [P10, P90]",
  ],
  ["stat_medad", "N72L", "Intensity median absolute deviation", "intensity", "Σ|x−P50| / N"],
  ["stat_cov", "7TET", "Intensity coefficient of variation", "1", "σ / µ"],
  ["stat_qcod", "9S40", "Intensity quartile coefficient of dispersion", "1", "(P75−P25) / (P75+P25)"],
  ["stat_energy", "N8CA", "Intensity energy", "intensity²", "Σx²"],
  ["stat_rms", "5ZWQ", "Root mean square intensity", "intensity", "√(Σx² / N)"],
]);

/** Intensity histogram (23) on grey levels; p_g = n_g / N over all levels 1…Ng. */
export const HISTOGRAM = entries("histogram", "Intensity histogram features (ZVCW)", "none", [
  ["ih_mean", "X6K6", "Mean discretised intensity", "level", "µ = Σ g p_g"],
  ["ih_var", "CH89", "Discretised intensity variance", "level²", "Σ (g−µ)² p_g"],
  ["ih_skew", "88K1", "Discretised intensity skewness", "1", "Σ (g−µ)³ p_g / σ³; 0 when σ = 0"],
  ["ih_kurt", "C3I7", "Excess discretised intensity kurtosis", "1", "Σ (g−µ)⁴ p_g / σ⁴ − 3; 0 when σ = 0"],
  ["ih_median", "WIFQ", "Median discretised intensity", "level", "P50"],
  ["ih_min", "1PR8", "Minimum discretised intensity", "level", "least level present"],
  ["ih_p10", "GPMT", "10th discretised intensity percentile", "level", "P10"],
  ["ih_p90", "OZ0C", "90th discretised intensity percentile", "level", "P90"],
  ["ih_max", "3NCY", "Maximum discretised intensity", "level", "greatest level present"],
  ["ih_mode", "AMMC", "Intensity histogram mode", "level", "most frequent level; on ties nearest to µ, then the lower"],
  ["ih_iqr", "WR0O", "Discretised intensity interquartile range", "level", "P75 − P25"],
  ["ih_range", "5Z3W", "Discretised intensity range", "level", "greatest − least level"],
  ["ih_mad", "D2ZX", "Intensity histogram mean absolute deviation", "level", "Σ |g−µ| p_g"],
  [
    "ih_rmad",
    "WRZB",
    "Intensity histogram robust mean absolute deviation",
    "level",
    "mean |g−µ₁₀₋₉₀| over levels in [P10, P90]",
  ],
  ["ih_medad", "4RNL", "Intensity histogram median absolute deviation", "level", "mean |g−P50|"],
  ["ih_cov", "CWYJ", "Intensity histogram coefficient of variation", "1", "σ / µ"],
  ["ih_qcod", "SLWD", "Intensity histogram quartile coefficient of dispersion", "1", "(P75−P25) / (P75+P25)"],
  ["ih_entropy", "TLU2", "Discretised intensity entropy", "1", "−Σ p_g log₂ p_g"],
  ["ih_uniformity", "BJ5W", "Discretised intensity uniformity", "1", "Σ p_g²"],
  [
    "ih_max_grad",
    "12CE",
    "Maximum histogram gradient",
    "1",
    "largest central difference of n_g (one-sided at the ends)",
  ],
  ["ih_max_grad_g", "8E6O", "Maximum histogram gradient intensity", "level", "first level with that gradient"],
  ["ih_min_grad", "VQB3", "Minimum histogram gradient", "1", "smallest central difference of n_g"],
  ["ih_min_grad_g", "RHQZ", "Minimum histogram gradient intensity", "level", "first level with that gradient"],
]);

/**
 * Intensity–volume histogram (7). ν_j: fraction of voxels at or above level j; γ_j: level as a fraction of the range.
 * Codes as MIRP carries them; the manual's generic parents are BC2M, GBPN, DDTU, CNV2.
 */
export const VOLUME_HISTOGRAM = entries("ivh", "Intensity-volume histogram features (P88C)", "none", [
  ["ivh_v10", "NK6P", "Volume fraction at 10% intensity", "1", "largest ν with γ ≥ 0.1"],
  ["ivh_v90", "4279", "Volume fraction at 90% intensity", "1", "largest ν with γ ≥ 0.9"],
  ["ivh_i10", "PWN1", "Intensity at 10% volume", "intensity", "least level with ν ≤ 0.1"],
  ["ivh_i90", "BOHI", "Intensity at 90% volume", "intensity", "least level with ν ≤ 0.9"],
  ["ivh_diff_v10_v90", "WITY", "Volume fraction difference, 10% to 90% intensity", "1", "V10 − V90"],
  ["ivh_diff_i10_i90", "JXJA", "Intensity difference, 10% to 90% volume", "intensity", "I10 − I90"],
  ["ivh_auc", "9CMM", "Area under the intensity-volume histogram", "1", "∫ ν dγ by trapezoids", false],
]);
