import { type LesionPart, type LesionParts, lesionPartsOf } from "@nadir/domain";
import type { Volume } from "@nadir/imaging";
import { InvalidArgumentError } from "commander";

export interface RegionOptions {
  readonly label?: number | readonly number[];
  readonly partLabels?: LesionParts;
  readonly voi?: keyof typeof VOIS;
}

/** Regions of a glioma as unions of its parts; FLAIR shows the whole. */
export const VOIS = {
  whole: ["enhancing", "non-enhancing", "necrosis", "oedema"],
  tumour: ["enhancing", "non-enhancing", "necrosis"],
  enhancing: ["enhancing"],
  "non-enhancing": ["non-enhancing"],
  necrosis: ["necrosis"],
  oedema: ["oedema"],
} as const satisfies Record<string, readonly LesionPart[]>;

/** What `--part-labels` states. */
export function statedParts(text: string): LesionParts {
  try {
    return lesionPartsOf(text.split("|"));
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
}

/** The labels of the region that is asked for: by number, or by the parts that it is made of. */
export async function labelOf(
  { label, voi, partLabels }: RegionOptions,
  mask: Volume,
): Promise<RegionOptions["label"]> {
  if (voi === undefined && partLabels === undefined) return label;
  const { refuse } = await import("@nadir/domain");
  if (voi === undefined || partLabels === undefined)
    return refuse(
      "SETTINGS_MISSING",
      "--voi and --part-labels go together: which region, and which label is which part.",
    );
  const { labelsOfRegion } = await import("@nadir/features");
  const labels = labelsOfRegion(partLabels, VOIS[voi]);
  if (labels === "PART_NOT_NAMED")
    return refuse(
      labels,
      `The region '${voi}' needs ${VOIS[voi].join(", ")}; --part-labels does not name all of them.`,
    );
  if (labels === "PART_NOT_APART")
    return refuse(
      labels,
      `The region '${voi}' cannot be told apart: a label holds a part of it together with another.`,
    );
  if (labels.length === 0)
    return refuse("EMPTY_ROI", `--part-labels says that there is no ${voi}; the region is empty.`);
  // A lesion need not have every part that its mask tells apart.
  const present = labels.filter((at) => mask.data.includes(at));
  return present.length > 0 ? present : labels;
}
