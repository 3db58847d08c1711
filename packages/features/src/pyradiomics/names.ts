import type { PyradiomicsClass } from "@nadir/domain";

/** A PyRadiomics name, its place in the shared list of the family, and the IBSI tag of the same feature. */
type Row = readonly [name: string, at: number, ibsi: string | null];

export const GLCM_ROWS: readonly Row[] = [
  ["Autocorrelation", 19, "cm_auto_corr"],
  ["ClusterProminence", 22, "cm_clust_prom"],
  ["ClusterShade", 21, "cm_clust_shade"],
  ["ClusterTendency", 20, "cm_clust_tend"],
  ["Contrast", 11, "cm_contrast"],
  ["Correlation", 18, "cm_corr"],
  ["DifferenceAverage", 4, "cm_diff_avg"],
  ["DifferenceEntropy", 6, "cm_diff_entr"],
  ["DifferenceVariance", 5, "cm_diff_var"],
  ["Id", 13, "cm_inv_diff"],
  ["Idm", 15, "cm_inv_diff_mom"],
  ["Idmn", 16, "cm_inv_diff_mom_norm"],
  ["Idn", 14, "cm_inv_diff_norm"],
  ["Imc1", 23, "cm_info_corr1"],
  ["Imc2", 24, "cm_info_corr2"],
  ["InverseVariance", 17, "cm_inv_var"],
  ["JointAverage", 1, "cm_joint_avg"],
  ["JointEnergy", 10, "cm_energy"],
  ["JointEntropy", 3, "cm_joint_entr"],
  ["MCC", 25, null],
  ["MaximumProbability", 0, "cm_joint_max"],
  ["SumAverage", 7, "cm_sum_avg"],
  ["SumEntropy", 9, "cm_sum_entr"],
  ["SumSquares", 2, "cm_joint_var"],
];

/** Names that run length, size zone and dependence matrices share, in the order of `sizeFeatures`. */
const sized = (
  prefix: string,
  tags: readonly string[],
  names: readonly (readonly [name: string, at: number])[],
): readonly Row[] => names.map(([name, at]) => [name, at, `${prefix}_${tags[at]}`]);

const words = (text: string): string[] => text.split(" ");

export const GLRLM_ROWS = sized(
  "rlm",
  words("sre lre lgre hgre srlge srhge lrlge lrhge glnu glnu_norm rlnu rlnu_norm r_perc gl_var rl_var rl_entr"),
  [
    ["GrayLevelNonUniformity", 8],
    ["GrayLevelNonUniformityNormalized", 9],
    ["GrayLevelVariance", 13],
    ["HighGrayLevelRunEmphasis", 3],
    ["LongRunEmphasis", 1],
    ["LongRunHighGrayLevelEmphasis", 7],
    ["LongRunLowGrayLevelEmphasis", 6],
    ["LowGrayLevelRunEmphasis", 2],
    ["RunEntropy", 15],
    ["RunLengthNonUniformity", 10],
    ["RunLengthNonUniformityNormalized", 11],
    ["RunPercentage", 12],
    ["RunVariance", 14],
    ["ShortRunEmphasis", 0],
    ["ShortRunHighGrayLevelEmphasis", 5],
    ["ShortRunLowGrayLevelEmphasis", 4],
  ],
);

export const GLSZM_ROWS = sized(
  "szm",
  words("sze lze lgze hgze szlge szhge lzlge lzhge glnu glnu_norm zsnu zsnu_norm z_perc gl_var zs_var zs_entr"),
  [
    ["GrayLevelNonUniformity", 8],
    ["GrayLevelNonUniformityNormalized", 9],
    ["GrayLevelVariance", 13],
    ["HighGrayLevelZoneEmphasis", 3],
    ["LargeAreaEmphasis", 1],
    ["LargeAreaHighGrayLevelEmphasis", 7],
    ["LargeAreaLowGrayLevelEmphasis", 6],
    ["LowGrayLevelZoneEmphasis", 2],
    ["SizeZoneNonUniformity", 10],
    ["SizeZoneNonUniformityNormalized", 11],
    ["SmallAreaEmphasis", 0],
    ["SmallAreaHighGrayLevelEmphasis", 5],
    ["SmallAreaLowGrayLevelEmphasis", 4],
    ["ZoneEntropy", 15],
    ["ZonePercentage", 12],
    ["ZoneVariance", 14],
  ],
);

export const GLDM_ROWS = sized(
  "ngl",
  words("lde hde lgce hgce ldlge ldhge hdlge hdhge glnu glnu_norm dcnu dcnu_norm dc_perc gl_var dc_var dc_entr"),
  [
    ["DependenceEntropy", 15],
    ["DependenceNonUniformity", 10],
    ["DependenceNonUniformityNormalized", 11],
    ["DependenceVariance", 14],
    ["GrayLevelNonUniformity", 8],
    ["GrayLevelVariance", 13],
    ["HighGrayLevelEmphasis", 3],
    ["LargeDependenceEmphasis", 1],
    ["LargeDependenceHighGrayLevelEmphasis", 7],
    ["LargeDependenceLowGrayLevelEmphasis", 6],
    ["LowGrayLevelEmphasis", 2],
    ["SmallDependenceEmphasis", 0],
    ["SmallDependenceHighGrayLevelEmphasis", 5],
    ["SmallDependenceLowGrayLevelEmphasis", 4],
  ],
);

export const NGTDM_ROWS: readonly Row[] = [
  ["Busyness", 2, "ngt_busyness"],
  ["Coarseness", 0, "ngt_coarseness"],
  ["Complexity", 3, "ngt_complexity"],
  ["Contrast", 1, "ngt_contrast"],
  ["Strength", 4, "ngt_strength"],
];

const plain = (pairs: Readonly<Record<string, string | null>>): readonly Row[] =>
  Object.entries(pairs).map(([name, ibsi], n) => [name, n, ibsi]);

export const SHAPE_ROWS = plain({
  Elongation: "morph_pca_elongation",
  Flatness: "morph_pca_flatness",
  LeastAxisLength: "morph_pca_least_axis",
  MajorAxisLength: "morph_pca_maj_axis",
  Maximum2DDiameterColumn: null,
  Maximum2DDiameterRow: null,
  Maximum2DDiameterSlice: null,
  Maximum3DDiameter: "morph_diam",
  MeshVolume: "morph_volume",
  MinorAxisLength: "morph_pca_min_axis",
  Sphericity: "morph_sphericity",
  SurfaceArea: "morph_area_mesh",
  SurfaceVolumeRatio: "morph_av",
  VoxelVolume: "morph_vol_approx",
});

/** SphericalDisproportion comes only where a file names it. */
export const SHAPE_2D_ROWS = plain({
  Elongation: null,
  MajorAxisLength: null,
  MaximumDiameter: null,
  MeshSurface: null,
  MinorAxisLength: null,
  Perimeter: null,
  PerimeterSurfaceRatio: null,
  PixelSurface: null,
  Sphericity: null,
  SphericalDisproportion: null,
});

export const FIRST_ORDER_ROWS: readonly Row[] = (
  [
    ["10Percentile", "stat_p10"],
    ["90Percentile", "stat_p90"],
    ["Energy", "stat_energy"],
    ["Entropy", "ih_entropy"],
    ["InterquartileRange", "stat_iqr"],
    ["Kurtosis", "stat_kurt"],
    ["Maximum", "stat_max"],
    ["MeanAbsoluteDeviation", "stat_mad"],
    ["Mean", "stat_mean"],
    ["Median", "stat_median"],
    ["Minimum", "stat_min"],
    ["Range", "stat_range"],
    ["RobustMeanAbsoluteDeviation", "stat_rmad"],
    ["RootMeanSquared", "stat_rms"],
    ["Skewness", "stat_skew"],
    ["TotalEnergy", null],
    ["Uniformity", "ih_uniformity"],
    ["Variance", "stat_var"],
  ] as const
).map(([name, ibsi], n) => [name, n, ibsi]);

/** The names of each class, in the order in which its values come: 14, 10, 18, 24, 16, 16, 14, 5. */
export const CLASS_ROWS: Readonly<Record<PyradiomicsClass, readonly Row[]>> = {
  shape: SHAPE_ROWS,
  shape2D: SHAPE_2D_ROWS,
  firstorder: FIRST_ORDER_ROWS,
  glcm: GLCM_ROWS,
  glrlm: GLRLM_ROWS,
  glszm: GLSZM_ROWS,
  gldm: GLDM_ROWS,
  ngtdm: NGTDM_ROWS,
};
