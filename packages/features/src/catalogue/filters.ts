/** What a filter is, for the catalogue's page. */
export interface FilterEntry {
  readonly kind: string;
  readonly settings: string;
  readonly definition: string;
  readonly source: string;
}

const IBSI_2 = "IBSI 2 (Whybra et al., Radiology 2024;310:e231319)";

/** Every kind of filter, in the order of the page. Boundary and `is2d` belong to all. */
export const FILTER_ENTRIES: readonly FilterEntry[] = [
  { kind: "mean", settings: "support (voxels)", definition: "mean over support³ voxels", source: IBSI_2 },
  {
    kind: "log",
    settings: "sigmaMm, cutoff (σ), riesz, steeringMm",
    definition: "∇²G sampled to cutoff·σ, shifted to sum 0",
    source: IBSI_2,
  },
  {
    kind: "laws",
    settings: "kernels (one an axis), pooling, energyDistance (voxels)",
    definition: "product of L3 L5 E3 E5 S3 S5 W5 R5 of unit energy; pooled over right-angle turns; mean |h| around",
    source: IBSI_2,
  },
  {
    kind: "gabor",
    settings: "sigmaMm, lambdaMm, gamma, theta or step (rad), pooling, isOrthogonal",
    definition: "|g ∗ f|, g = exp(−(x'² + γ²y'²)/2σ²) exp(2πi x'/λ); pooled over angles; averaged over three planes",
    source: IBSI_2,
  },
  {
    kind: "wavelet",
    settings: "wavelet (haar, db2…20, sym4…20, coif1…5), bands, level, pooling",
    definition: "undecimated separable transform, à trous; pooled over right-angle turns",
    source: IBSI_2,
  },
  {
    kind: "simoncelli",
    settings: "level, riesz, steeringMm",
    definition: "cos(π/2 log₂(2ν/ν_max)), ν_max/4 < ν ≤ ν_max = 2^(1−level)",
    source: IBSI_2,
  },
  {
    kind: "shannon",
    settings: "level, riesz, steeringMm",
    definition: "1 for ν_max/2 < ν ≤ ν_max = 2^(1−level)",
    source: IBSI_2,
  },
  { kind: "gradient", settings: "–", definition: "|∇f| by central differences, per mm", source: "PyRadiomics 3.1" },
  {
    kind: "sobel",
    settings: "–",
    definition: "|∇f| by central differences smoothed by [1 2 1]/4 across, per mm",
    source: "Sobel & Feldman 1968",
  },
  { kind: "square", settings: "–", definition: "(x/√m)², m = max |x| of the image", source: "PyRadiomics 3.1" },
  { kind: "square-root", settings: "–", definition: "sgn(x) √(m|x|)", source: "PyRadiomics 3.1" },
  {
    kind: "logarithm",
    settings: "–",
    definition: "c sgn(x) ln(|x| + 1), the maximum kept",
    source: "PyRadiomics 3.1",
  },
  { kind: "exponential", settings: "–", definition: "exp(x ln(m)/m)", source: "PyRadiomics 3.1" },
  {
    kind: "lbp",
    settings: "radius (voxels)",
    definition: "brighter samples of 8 (26 in 3D) where they hang together, else 9 (27)",
    source: "Ojala et al., IEEE TPAMI 2002;24:971",
  },
  {
    kind: "haralick",
    settings: "feature, width, radius (voxels)",
    definition: "a GLCM feature of the window around every voxel, directions merged",
    source: "Haralick et al., IEEE TSMC 1973;3:610",
  },
  {
    kind: "collage",
    settings: "feature, gradientRadius, radius (voxels), bins, angle",
    definition: "a GLCM feature of the dominant gradient's binned angle around every voxel",
    source: "Prasanna et al., Sci Rep 2016;6:37241",
  },
];
