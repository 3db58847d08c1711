import { extraEntries } from "./entry.ts";

const SPEC = "definitions of Nadir's specification";

export const STATISTICS_EXTRA = extraEntries(
  "statistics-extra",
  "PyRadiomics 3.1; filtration histograms: Miles et al., Cancer Imaging 2013;13:400",
  [
    ["stat_sd", "Standard deviation", "intensity", "√(Σ(x−µ)² / N)"],
    ["stat_total_energy", "Total energy", "intensity²·mm³", "voxel volume · Σx²"],
    ["stat_mpp", "Mean of positive voxels", "intensity", "mean of x > 0"],
    ["stat_positive_fraction", "Share of positive voxels", "1", "N(x > 0) / N"],
    ["stat_p5", "5th percentile", "intensity", "P5"],
    ["stat_p25", "25th percentile", "intensity", "P25"],
    ["stat_p75", "75th percentile", "intensity", "P75"],
    ["stat_p95", "95th percentile", "intensity", "P95"],
  ],
);

/** Of the slice with most voxels; A, P: area and perimeter of the outline at level 0.5. */
export const SHAPE_2D = extraEntries(
  "shape-2d",
  "PyRadiomics 3.1 (shape2D); diameters as RECIST 1.1 and RANO measure them",
  [
    ["s2d_area", "Area", "mm²", "A by marching squares"],
    ["s2d_perimeter", "Perimeter", "mm", "P by marching squares"],
    ["s2d_pa", "Perimeter to area ratio", "1/mm", "P / A"],
    ["s2d_sphericity", "Sphericity in the slice", "1", "2√(πA) / P"],
    ["s2d_sph_dispr", "Spherical disproportion in the slice", "1", "P / (2√(πA))"],
    ["s2d_diam", "Longest diameter in the slice", "mm", "largest distance between two points of the outline"],
    ["s2d_diam_perp", "Longest perpendicular", "mm", "longest chord at a right angle to the longest diameter"],
    ["s2d_maj_axis", "Major axis length in the slice", "mm", "4 √λ1, covariance with n"],
    ["s2d_min_axis", "Minor axis length in the slice", "mm", "4 √λ2, covariance with n"],
    ["s2d_elongation", "Elongation in the slice", "1", "√(λ2/λ1)"],
  ],
);

export const FRACTAL = extraEntries(
  "fractal",
  `Box counting, Mandelbrot 1982; lacunarity: Allain & Cloitre, Phys Rev A 1991;44:3552; ${SPEC}, 8.1`,
  [
    [
      "fractal_dim_surface",
      "Fractal dimension of the surface",
      "1",
      "slope of ln N over ln(1/size), boxes 1, 2, 4 … voxels",
    ],
    ["fractal_r2_surface", "r² of that line", "1", "squared correlation of the points"],
    ["fractal_dim_intensity", "Fractal dimension of the bright part", "1", "as above, voxels with x ≥ µ"],
    ["fractal_r2_intensity", "r² of that line", "1", "squared correlation of the points"],
    ["fractal_lacunarity", "Lacunarity of the bright part", "1", "B Σm² / (Σm)² of the boxes' voxels, mean over sizes"],
  ],
);

export const MINKOWSKI = extraEntries(
  "minkowski",
  "Michielsen & De Raedt, Phys Rep 2001;347:461, on the union of voxels with sides in mm",
  [
    ["mink_volume", "Volume of the voxels", "mm³", "n₃ abc"],
    ["mink_surface", "Surface of the voxels", "mm²", "2 Σ(open faces and cubes)"],
    ["mink_curvature", "Integral of the mean curvature", "mm", "π Σ(open edges, faces and cubes)"],
    ["mink_euler", "Euler number, voxels joined by corners (26)", "1", "n₀ − n₁ + n₂ − n₃"],
    ["mink_euler_6", "Euler number, voxels joined by faces (6)", "1", "n₃ − n₂ + n₁ − n₀ of inner cells"],
  ],
);

export const AUTOREGRESSIVE = extraEntries(
  "autoregressive",
  "Szczypiński et al. (MaZda), Comput Methods Programs Biomed 2009;94:66",
  [
    ["ar_theta1", "Weight of the left neighbour", "1", "θ1 by least squares within slices"],
    ["ar_theta2", "Weight of the left upper neighbour", "1", "θ2"],
    ["ar_theta3", "Weight of the upper neighbour", "1", "θ3"],
    ["ar_theta4", "Weight of the right upper neighbour", "1", "θ4"],
    ["ar_sigma", "Standard deviation of what is left", "intensity", "σ"],
  ],
);

/** Directions without sign within the slices, from the i to the j axis. */
export const ORIENTED_GRADIENTS = extraEntries(
  "oriented-gradients",
  "Dalal & Triggs, CVPR 2005;886, §6; the region as one cell",
  [
    ...[10, 30, 50, 70, 90, 110, 130, 150, 170].map(
      (degrees) =>
        [`hog_${degrees}`, `Share of gradients about ${degrees}°`, "1", `Σ|∇x| near ${degrees}° / Σ|∇x|`] as const,
    ),
    ["hog_entropy", "Entropy of the directions", "bits", "−Σ s log₂ s over nine bins of 20°"],
    ["hog_coherence", "Coherence of the directions", "1", "|Σ|∇x| e^{2iθ}| / Σ|∇x|"],
  ],
);

/** Keys end in `@1of3`: first of three habitats, from dark to bright. */
export const HABITATS = extraEntries(
  "habitats",
  "Least squares partition in one dimension: Wang & Song, R J 2011;3:29; habitats: Gatenby et al., Radiology 2013;269:8",
  [
    ["hab_fraction", "Share of a habitat", "1", "N_h / N"],
    ["hab_mean", "Mean intensity of a habitat", "intensity", "mean of x in h"],
    ["hab_separation", "Variance between habitats", "1", "Σ N_h (µ_h − µ)² / Σ(x − µ)²"],
  ],
);
