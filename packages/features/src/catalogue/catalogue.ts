import type { CatalogueEntry, FeatureFamily } from "@nadir/domain";
import {
  AUTOREGRESSIVE,
  FRACTAL,
  HABITATS,
  MINKOWSKI,
  ORIENTED_GRADIENTS,
  SHAPE_2D,
  STATISTICS_EXTRA,
} from "./extra.ts";
import { GLCM } from "./glcm.ts";
import { HISTOGRAM, LOCAL_INTENSITY, STATISTICS, VOLUME_HISTOGRAM } from "./intensity.ts";
import { DIVERGENCE, EDGE, KINETICS, MAPS, VESSEL } from "./maps.ts";
import { ADC, LOCATION, PARTS, PERFUSION, PET, VASARI } from "./modality.ts";
import { MORPHOLOGY } from "./morphology.ts";
import { GLDZM, GLRLM, GLSZM, NGLDM, NGTDM } from "./size-matrices.ts";

/** Entries of each family in the order in which its values come. */
export const FAMILY_ENTRIES: Readonly<Record<FeatureFamily, readonly CatalogueEntry[]>> = {
  morphology: MORPHOLOGY,
  "local-intensity": LOCAL_INTENSITY,
  statistics: STATISTICS,
  histogram: HISTOGRAM,
  ivh: VOLUME_HISTOGRAM,
  glcm: GLCM,
  glrlm: GLRLM,
  glszm: GLSZM,
  gldzm: GLDZM,
  ngtdm: NGTDM,
  ngldm: NGLDM,
  "statistics-extra": STATISTICS_EXTRA,
  "shape-2d": SHAPE_2D,
  fractal: FRACTAL,
  minkowski: MINKOWSKI,
  autoregressive: AUTOREGRESSIVE,
  "oriented-gradients": ORIENTED_GRADIENTS,
  habitats: HABITATS,
  pet: PET,
  adc: ADC,
  perfusion: PERFUSION,
  parts: PARTS,
  maps: MAPS,
  kinetics: KINETICS,
  divergence: DIVERGENCE,
  edge: EDGE,
  vessel: VESSEL,
};

/** Every feature that this engine computes, and those that a reader gives. */
export const CATALOGUE: readonly CatalogueEntry[] = [...Object.values(FAMILY_ENTRIES).flat(), ...VASARI, ...LOCATION];

const byId = new Map(CATALOGUE.map((entry) => [entry.id, entry]));

/** The entry of a feature id; undefined for an id that is none. */
export const catalogueEntryOf = (id: string): CatalogueEntry | undefined => byId.get(id);
