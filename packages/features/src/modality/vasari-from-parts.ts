import {
  type FeatureValue,
  LESION_PARTS,
  type LesionPart,
  type LesionParts,
  proportionCode,
  VASARI_MASK_UNITS,
  type VasariMaskAnswer,
} from "@nadir/domain";

/** A margin this thick counts as thick, mm (VASARI f11). */
const THICK_MM = 3;

/**
 * What the masks of a lesion's parts say of the VASARI form (radiomics specification, 9), from the values of the family `parts`:
 * proportions of the whole abnormality (f5, f6, f7, f14), focal or multifocal (f9; multicentric takes a reader), the T1/FLAIR
 * ratio as a figure (f10: the guide gives no bounds), thickness of the enhancing margin (f11). An item without an answer says
 * why. They stand beside a reader's answers and never in their place. `labels` is the statement that the values were
 * computed by.
 */
export function vasariOfParts(
  values: readonly Pick<FeatureValue, "key" | "value" | "reason">[],
  labels: LesionParts,
): VasariMaskAnswer[] {
  const found = (key: string) => values.find((v) => v.key === key);
  const why = (key: string, part: LesionPart): string => {
    const reason = found(key)?.reason;
    if (reason === "PART_NOT_NAMED") return unnamed(labels);
    if (reason === "PART_NOT_APART") return together(labels, part);
    return "the masks give no figure for it";
  };
  const none = (id: VasariMaskAnswer["id"], reason: string, measured: number | null = null): VasariMaskAnswer => ({
    id,
    code: null,
    reason,
    measured,
    unit: VASARI_MASK_UNITS[id],
  });
  const answer = (id: VasariMaskAnswer["id"], code: number, measured: number | null): VasariMaskAnswer => ({
    id,
    code,
    reason: null,
    measured,
    unit: VASARI_MASK_UNITS[id],
  });
  const of = (key: string): number | null => found(key)?.value ?? null;

  const proportion = (id: "f5" | "f6" | "f7" | "f14", name: string, part: LesionPart): VasariMaskAnswer => {
    const share = of(`parts_ratio@${name}/TV`);
    return share === null ? none(id, why(`parts_ratio@${name}/TV`, part)) : answer(id, proportionCode(share), share);
  };
  const foci = (): VasariMaskAnswer => {
    const count = of("parts_components");
    if (count === null) return none("f9", why("parts_components", "enhancing"));
    return count === 0 ? none("f9", "no voxel is enhancing", 0) : answer("f9", count === 1 ? 1 : 2, count);
  };
  const t1Flair = (): VasariMaskAnswer => {
    const ratio = of("parts_t1_flair");
    return ratio === null
      ? none("f10", why("parts_t1_flair", "enhancing"))
      : none("f10", "the guide gives no bounds of the ratio between its answers", ratio);
  };
  const margin = (): VasariMaskAnswer => {
    const [enhancing, necrosis] = [of("parts_volume@enhancing"), of("parts_volume@necrosis")];
    if (enhancing === null) return none("f11", why("parts_volume@enhancing", "enhancing"));
    if (enhancing === 0) return answer("f11", 2, null);
    if (necrosis === null) return none("f11", why("parts_volume@necrosis", "necrosis"));
    if (necrosis === 0) return answer("f11", 5, null);
    const mm = of("parts_margin_mean");
    return mm === null ? none("f11", why("parts_margin_mean", "necrosis")) : answer("f11", mm < THICK_MM ? 3 : 4, mm);
  };
  return [
    proportion("f5", "CE", "enhancing"),
    proportion("f6", "NC", "non-enhancing"),
    proportion("f7", "NE", "necrosis"),
    foci(),
    t1Flair(),
    margin(),
    proportion("f14", "ED", "oedema"),
  ];
}

const words = (parts: readonly string[]): string => parts.join(" and ");

function unnamed(labels: LesionParts): string {
  const named = Object.keys(labels).flatMap((set) => set.split("+"));
  return `the mask does not say where ${words(LESION_PARTS.filter((part) => !named.includes(part)))} is`;
}

function together(labels: LesionParts, part: LesionPart): string {
  const joined = Object.entries(labels).filter(([set]) => set.includes("+") && set.split("+").includes(part));
  const [set, of] = joined[0] ?? Object.entries(labels).find(([name]) => name.includes("+"))!;
  return `label ${words((of ?? []).map(String))} holds ${words(set.split("+"))} together`;
}
