import type { DivergenceSettings, FeatureWarning } from "@nadir/domain";
import type { Region, Volume } from "@nadir/imaging";
import { FAMILY_ENTRIES } from "../catalogue/catalogue.ts";
import type { ExtraValue } from "../extra/extra-value.ts";
import { spread } from "../intensity/statistics.ts";
import { discretise } from "../prepare/discretise.ts";
import { glrlm } from "../texture/glrlm.ts";
import { levelGrid } from "../texture/level-grid.ts";
import { zoneFeatures } from "../texture/zones.ts";
import { type Maps, mapOf, onImageGrid, regionVoxels, valuesAt } from "./maps.ts";

/** Keeps the logarithm defined where a voxel has nothing; far below any share of a region. */
const FLOOR = 1e-12;

/**
 * Voxel-wise Kullback–Leibler divergence P ln(P/Q) of two images over a region, each taken as a distribution: values
 * from 0 divided by their sum. Their sum is D(P‖Q) in nats.
 */
export function divergenceMap(p: Float64Array, q: Float64Array): Float64Array {
  const share = (values: Float64Array): Float64Array => {
    const raised = values.map((x) => Math.max(0, x) + FLOOR);
    const sum = raised.reduce((a, x) => a + x, 0);
    return raised.map((x) => x / sum);
  };
  const [a, b] = [share(p), share(q)];
  return a.map((x, n) => x * Math.log(x / b[n]!));
}

/**
 * Divergence of PET from CT (Mu et al., Eur J Nucl Med Mol Imaging 2020;47:1168: textures of a divergence image): the
 * divergence, spread of its map, and of the map in `bins` levels small-zone emphasis (KLD_SZE) and
 * short-run low-grey-level emphasis. PET_SRLGE itself is `rlm_srlge` of the PET image.
 */
export function divergenceFeatures(
  image: Volume,
  region: Region,
  maps: Maps,
  { ctWindow, bins }: DivergenceSettings,
  warnings: FeatureWarning[],
): ExtraValue[] {
  const ct = onImageGrid(image, mapOf(maps, "ct", "The family 'divergence'"), "ct", warnings);
  const voxels = regionVoxels(region, image);
  const [low, high] = ctWindow;
  const q = valuesAt(ct, voxels, "the map 'ct'").map((x) => (Math.min(high, Math.max(low, x)) - low) / (high - low));
  const map = divergenceMap(valuesAt(image, voxels, "the image"), q);
  const n = map.length;
  // Shares shrink with the number of voxels; times that number the map's values do not.
  const values = map.map((x) => x * n);
  const levels = discretise(values, { method: "fixed-bin-number", bins }, null, warnings);
  const at = new Int32Array(n);
  for (let p = 0, v = 0; p < region.bits.length; p++) if (region.bits[p]) at[v++] = p;
  const grid = levelGrid({ dims: region.dims, at }, levels);
  const zones = zoneFeatures(grid, "3D", null).size;
  const runs = glrlm(grid, "3D-merged");
  const of = (family: "glszm" | "glrlm", row: Float64Array | null, id: string) =>
    row ? row[FAMILY_ENTRIES[family].findIndex((entry) => entry.id === id)]! : ("NO_PAIRS" as const);
  return [
    { id: "div_kld", outcome: map.reduce((a, x) => a + x, 0) },
    { id: "div_kld_sd", outcome: Math.sqrt(spread(values).variance) },
    { id: "div_kld_sze", outcome: of("glszm", zones, "szm_sze") },
    { id: "div_kld_srlge", outcome: of("glrlm", runs, "rlm_srlge") },
  ];
}
