import { type FeatureConfig, type FeatureWarning, refuse } from "@nadir/domain";
import { regionOf, type Volume } from "@nadir/imaging";
import type { References } from "./modality/references.ts";
import { ringOf } from "./rings.ts";

interface RegionMask {
  readonly mask: Volume;
  readonly label: number | readonly number[] | undefined;
  /** What names of features end in: empty for the lesion itself. */
  readonly suffix: string;
  readonly warnings: readonly FeatureWarning[];
}

/**
 * The mask that a configuration takes features in: the lesion's own, or its ring or band (radiomics §10), kept inside
 * the reference mask `organ` where one is given. Refuses `LABEL_AMBIGUOUS` for a ring around several labels at once.
 */
export function regionMask(
  mask: Volume,
  label: number | readonly number[] | undefined,
  { region }: FeatureConfig,
  { organ }: References,
): RegionMask {
  if (!region || region.kind === "lesion") return { mask, label, suffix: "", warnings: [] };
  const labels = regionOf(mask, label).labels;
  if (labels.length !== 1)
    refuse("LABEL_AMBIGUOUS", `A ring goes around one label, not ${labels.length} (${labels.join(", ")}).`);
  const found = ringOf(mask, labels[0]!, {
    fromMm: region.kind === "ring" ? region.fromMm : 0,
    toMm: region.toMm,
    rimMm: region.kind === "band" ? region.rimMm : 0,
    ...(organ ? { within: organ } : {}),
  });
  return { mask: found.mask, label: 1, suffix: `_${found.name}`, warnings: found.warnings };
}
