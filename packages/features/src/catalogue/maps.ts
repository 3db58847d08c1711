import { extraEntries } from "./entry.ts";

/** Keys end in the map's role: `map_mean@cbf`, in that map's unit. */
export const MAPS = extraEntries("maps", "definitions of Nadir's specification, over the region on the image's grid", [
  ["map_mean", "Mean of a map", "the map's", "µ"],
  ["map_sd", "Standard deviation of a map", "the map's", "√(Σ(x−µ)² / N)"],
  ["map_median", "Median of a map", "the map's", "P50"],
  ["map_p10", "10th percentile of a map", "the map's", "P10"],
  ["map_p90", "90th percentile of a map", "the map's", "P90"],
  ["map_min", "Minimum of a map", "the map's", "min x"],
  ["map_max", "Maximum of a map", "the map's", "max x"],
  ["map_enhancement_ratio", "Enhancement ratio", "1", "(µ post-contrast − µ pre-contrast) / µ pre-contrast"],
]);

/** S₀ before contrast, S₁ early, S₂ late (the last moment). */
export const KINETICS = extraEntries(
  "kinetics",
  "ACR BI-RADS MRI 2013 (curve types); signal enhancement ratio and functional tumour volume: Hylton et al., Radiology 2012;263:663",
  [
    ["kin_early_enhancement", "Early enhancement", "%", "100 (S₁ − S₀) / S₀ of the region's mean"],
    ["kin_peak_enhancement", "Peak enhancement", "%", "largest 100 (S − S₀) / S₀ of the region's mean"],
    ["kin_peak_moment", "Moment of the peak", "1", "index of that moment, counted from 0"],
    ["kin_curve_class", "Class of the mean curve", "1", "1 persistent, 2 plateau, 3 washout by (S₂ − S₁) / S₁"],
    ["kin_ser", "Signal enhancement ratio of the mean", "1", "(S₁ − S₀) / (S₂ − S₀)"],
    ["kin_ser_mean", "Mean signal enhancement ratio", "1", "mean of (S₁ − S₀) / (S₂ − S₀) over enhancing voxels"],
    ["kin_enhancing_volume", "Enhancing volume", "mL", "voxels of early enhancement from the threshold · voxel volume"],
    ["kin_enhancing_fraction", "Enhancing share", "1", "enhancing voxels / voxels with S₀ > 0"],
    ["kin_persistent_fraction", "Persistent share", "1", "of the enhancing voxels"],
    ["kin_plateau_fraction", "Plateau share", "1", "of the enhancing voxels"],
    ["kin_washout_fraction", "Washout share", "1", "of the enhancing voxels"],
    ["kin_bpe_mean", "Background parenchymal enhancement", "%", "mean early enhancement of the reference parenchyma"],
    ["kin_bpe_fraction", "Enhancing share of the parenchyma", "1", "its voxels from the threshold / its voxels"],
  ],
);

/** P: PET from 0, Q: CT within its window, each divided by its sum over the region. */
export const DIVERGENCE = extraEntries(
  "divergence",
  "Kullback & Leibler, Ann Math Stat 1951;22:79; its textures: Mu et al., Eur J Nucl Med Mol Imaging 2020;47:1168",
  [
    ["div_kld", "Divergence of PET from CT", "nat", "Σ P ln(P/Q)"],
    ["div_kld_sd", "Spread of the divergence map", "nat", "sd of N P ln(P/Q)"],
    [
      "div_kld_sze",
      "Small-zone emphasis of the divergence map",
      "1",
      "GLSZM small zone emphasis (IBSI 5QRC) of the map",
    ],
    ["div_kld_srlge", "Short-run low-grey emphasis of the divergence map", "1", "GLRLM (IBSI HTZT) of the map"],
  ],
);

/** d: signed distance from the border; r: distance from the centre of mass, 1 at the furthest voxel. */
export const EDGE = extraEntries(
  "edge",
  "a step blurred by a Gaussian, least squares over shells of distance; radial signal over shells of r",
  [
    ["edge_width", "Width of the edge", "mm", "10 % to 90 %: 2.5631 σ of a + b erf((d − c)/(√2 σ))"],
    ["edge_sharpness", "Sharpness of the edge", "intensity/mm", "largest slope: |2b| / (σ √(2π))"],
    ["edge_contrast", "Contrast across the edge", "intensity", "2b, outside less inside"],
    ["edge_offset", "Place of the edge", "mm", "c, outward of the border"],
    ["edge_r2", "r² of that fit", "1", "share of the profile's variance"],
    ["edge_radial_mean", "Signal of a radial shell", "intensity", "mean of x in the shell of r"],
    ["edge_radial_slope", "Slope of the radial signal", "intensity", "least squares slope of x over r"],
  ],
);

export const VESSEL = extraEntries(
  "vessel",
  "Bullitt et al., IEEE Trans Med Imaging 2003;22:1163, on the smoothed paths of a centre-line mask",
  [
    ["vessel_tortuosity", "Tortuosity", "1", "length / distance of the ends, mean weighted by length"],
    ["vessel_tortuosity_max", "Largest tortuosity", "1", "of any path"],
    ["vessel_curvature", "Sum of angles", "rad/mm", "Σ turning angles / length, weighted by length"],
    ["vessel_length", "Length of the vessels", "mm", "Σ lengths"],
    ["vessel_paths", "Number of paths", "1", "paths from the least length"],
    ["vessel_density", "Length per volume", "mm/mL", "Σ lengths / volume of the reference organ"],
  ],
);
