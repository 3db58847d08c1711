import type { TextureAggregation } from "@nadir/domain";

interface Known {
  readonly id: string;
  readonly aggregation: TextureAggregation | null;
}

const COOCCURRENCE: Readonly<Record<string, string>> = {
  "Joint Maximum": "cm_joint_max",
  "Joint Average": "cm_joint_avg",
  "Joint Variance": "cm_joint_var",
  "Joint Entropy": "cm_joint_entr",
  "Difference Average": "cm_diff_avg",
  "Difference Variance": "cm_diff_var",
  "Difference Entropy": "cm_diff_entr",
  "Sum Average": "cm_sum_avg",
  "Sum Variance": "cm_sum_var",
  "Sum Entropy": "cm_sum_entr",
  "Angular Second Moment": "cm_energy",
  Contrast: "cm_contrast",
  Dissimilarity: "cm_dissimilarity",
  "Inverse Difference": "cm_inv_diff",
  "Inverse Difference Normalized": "cm_inv_diff_norm",
  "Inverse Difference Moment": "cm_inv_diff_mom",
  "Inverse Difference Moment Normalized": "cm_inv_diff_mom_norm",
  "Inverse Variance": "cm_inv_var",
  Correlation: "cm_corr",
  Autocorrelation: "cm_auto_corr",
  "Cluster Tendency": "cm_clust_tend",
  "Cluster Shade": "cm_clust_shade",
  "Cluster Prominence": "cm_clust_prom",
  "First Measure of Information Correlation": "cm_info_corr1",
  "Second Measure of Information Correlation": "cm_info_corr2",
};

const RUN_LENGTH: Readonly<Record<string, string>> = {
  "Short run emphasis": "rlm_sre",
  "Long run emphasis": "rlm_lre",
  "Low grey level run emphasis": "rlm_lgre",
  "High grey level run emphasis": "rlm_hgre",
  "Short run low grey level emphasis": "rlm_srlge",
  "Short run high grey level emphasis": "rlm_srhge",
  "Long run low grey level emphasis": "rlm_lrlge",
  "Long run high grey level emphasis": "rlm_lrhge",
  "Grey level nonuniformity": "rlm_glnu",
  "Grey level nonuniformity normalized": "rlm_glnu_norm",
  "Run length nonuniformity": "rlm_rlnu",
  "Run length nonuniformity normalized": "rlm_rlnu_norm",
  "Run percentage": "rlm_r_perc",
  "Grey level variance": "rlm_gl_var",
  "Run length variance": "rlm_rl_var",
  "Run length entropy": "rlm_rl_entr",
};

const FIRST_ORDER: Readonly<Record<string, string>> = {
  Mean: "stat_mean",
  Variance: "stat_var",
  "Biased Variance": "stat_var",
  Skewness: "stat_skew",
  "Excess kurtosis": "stat_kurt",
  Median: "stat_median",
  Minimum: "stat_min",
  "10th Percentile": "stat_p10",
  "90th Percentile": "stat_p90",
  Maximum: "stat_max",
  "Interquantile Range": "stat_iqr",
  Range: "stat_range",
  "Mean Absolute Deviation": "stat_mad",
  "Robust Mean Absolute Deviation": "stat_rmad",
  Energy: "stat_energy",
  "Root Mean Square": "stat_rms",
};

/**
 * MITK Phenotyping's names, `class::name`: co-occurrences merged over directions (`Overall`) and averaged (`Mean`), run
 * lengths averaged (`Means`), first-order statistics. Its other classes are not mapped: give a list of names for them.
 */
export const MITK_NAMES: ReadonlyMap<string, Known> = new Map([
  ...Object.entries(COOCCURRENCE).flatMap(([name, id]): [string, Known][] => [
    [`Co-occurenced Based Features::Overall ${name}`, { id, aggregation: "3D-merged" }],
    [`Co-occurenced Based Features::Mean ${name}`, { id, aggregation: "3D-average" }],
  ]),
  ...Object.entries(RUN_LENGTH).map(([name, id]): [string, Known] => [
    `Run Length::${name} Means`,
    { id, aggregation: "3D-average" },
  ]),
  ...Object.entries(FIRST_ORDER).map(([name, id]): [string, Known] => [
    `First Order::${name}`,
    { id, aggregation: null },
  ]),
]);
