import type { CatalogueEntry } from "@nadir/domain";
import { catalogueEntryOf, LOCATION_GROUPS, locationIndicators, nameOf, profileEntryOf } from "@nadir/features";

export { visitInWindow } from "@nadir/features";

/** The place of a lesion by its organ's name: adenopathy, head-and-neck, lung, liver or other. */
export const lesionPlace = (organ: string): string =>
  locationIndicators(organ, LOCATION_GROUPS)
    .find((v) => v.value === 1)!
    .key.slice("location@".length);

/** The catalogue's entry of a feature's key, `cm_contrast_3D_comb` or `original_glcm_Contrast`; null for an imported one. */
export function catalogueEntryOfKey(key: string): CatalogueEntry | null {
  const profiled = profileEntryOf(key);
  if (profiled) return profiled;
  try {
    return catalogueEntryOf(nameOf(key).id) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
