import { type CatalogueEntry, type FeatureFamily, PYRADIOMICS_CLASSES, type PyradiomicsClass } from "@nadir/domain";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { CLASS_ROWS } from "./names.ts";

const FAMILY: Readonly<Record<PyradiomicsClass, FeatureFamily>> = {
  shape: "morphology",
  shape2D: "shape-2d",
  firstorder: "statistics",
  glcm: "glcm",
  glrlm: "glrlm",
  glszm: "glszm",
  gldm: "ngldm",
  ngtdm: "ngtdm",
};

const OWN: Readonly<Record<string, readonly [unit: string, formula: string]>> = {
  glcm_MCC: ["1", "√ of the second largest eigenvalue of Q(i,j) = Σ_k p(i,k) p(j,k) / (p_x(i) p_x(k))"],
  firstorder_TotalEnergy: ["intensity²·mm³", "voxel volume · Σ (x + shift)²"],
  shape_Maximum2DDiameterColumn: ["mm", "largest distance between mesh vertices with the same j"],
  shape_Maximum2DDiameterRow: ["mm", "largest distance between mesh vertices with the same i"],
  shape_Maximum2DDiameterSlice: ["mm", "largest distance between mesh vertices with the same k"],
  shape2D_MeshSurface: ["mm²", "A, area inside the outline by marching squares"],
  shape2D_PixelSurface: ["mm²", "N · area of a pixel"],
  shape2D_Perimeter: ["mm", "P, length of the outline by marching squares"],
  shape2D_PerimeterSurfaceRatio: ["1/mm", "P / A"],
  shape2D_Sphericity: ["1", "2√(πA) / P"],
  shape2D_SphericalDisproportion: ["1", "P / (2√(πA))"],
  shape2D_MaximumDiameter: ["mm", "largest distance between two vertices of the outline"],
  shape2D_MajorAxisLength: ["mm", "4 √λ1 of the pixel centres, covariance with n"],
  shape2D_MinorAxisLength: ["mm", "4 √λ2 of the pixel centres, covariance with n"],
  shape2D_Elongation: ["1", "√(λ2/λ1)"],
};

/** Where a feature of the profile is computed otherwise than IBSI's of the same meaning (radiomics §12). */
const DIFFERS: Readonly<Record<string, string>> = {
  firstorder_Kurtosis: "not in excess: 3 more than IBSI's",
  firstorder_Energy: "intensities shifted by voxelArrayShift first",
  firstorder_RootMeanSquared: "intensities shifted by voxelArrayShift first",
  shape_Elongation: "covariance with n in place of n − 1",
  shape_Flatness: "covariance with n in place of n − 1",
  shape_LeastAxisLength: "covariance with n in place of n − 1",
  shape_MajorAxisLength: "covariance with n in place of n − 1",
  shape_MinorAxisLength: "covariance with n in place of n − 1",
  shape_MeshVolume: "classic marching-cubes table, open at ambiguous faces",
  shape_SurfaceArea: "classic marching-cubes table, open at ambiguous faces",
  shape_Sphericity: "classic marching-cubes table, open at ambiguous faces",
  shape_SurfaceVolumeRatio: "classic marching-cubes table, open at ambiguous faces",
};

export interface ProfileEntry extends CatalogueEntry {
  /** The IBSI feature of the same meaning, and what this profile does otherwise. */
  readonly ibsi: string | null;
  readonly difference: string | null;
}

const byTag = new Map(CATALOGUE.map((e) => [e.id, e]));

/** The 107 features of the profile and the ten of a single slice; ids are class and name, `glcm_Contrast`. */
export const PYRADIOMICS_CATALOGUE: readonly ProfileEntry[] = PYRADIOMICS_CLASSES.flatMap((family) =>
  CLASS_ROWS[family].map(([name, , tag]): ProfileEntry => {
    const id = `${family}_${name}`;
    const ibsi = tag ? byTag.get(tag) : undefined;
    const [unit, formula] = OWN[id] ?? [ibsi?.unit ?? "1", ibsi?.formula ?? ""];
    const isTexture = family !== "shape" && family !== "shape2D" && family !== "firstorder";
    return {
      id,
      code: ibsi?.code ?? null,
      name,
      family: FAMILY[family],
      unit,
      formula,
      source: "PyRadiomics 3.1 (van Griethuysen et al., Cancer Res 2017;77:e104)",
      standardised: false,
      aggregated: "none",
      ibsi: tag,
      difference: DIFFERS[id] ?? (isTexture ? "bins start at multiples of the width; mean over directions" : null),
    };
  }),
);

const byId = new Map(PYRADIOMICS_CATALOGUE.map((entry) => [entry.id, entry]));

/** The entry of a key such as `wavelet-LLH_glcm_Contrast` or of an id such as `glcm_Contrast`. */
export function profileEntryOf(key: string): ProfileEntry | undefined {
  const parts = key.split("_");
  return byId.get(parts.slice(-2).join("_"));
}
