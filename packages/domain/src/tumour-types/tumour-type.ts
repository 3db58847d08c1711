import { z } from "zod";
import type { CriterionId, Disease } from "../record/vocabulary.ts";
import { TUMOUR_TYPES, type TumourType } from "./tumour-type-list.ts";

export const tumourTypeId = z.enum(Object.keys(TUMOUR_TYPES) as [keyof typeof TUMOUR_TYPES]);
export type TumourTypeId = z.infer<typeof tumourTypeId>;

export const tumourType = (id: TumourTypeId): TumourType => TUMOUR_TYPES[id];
export const tumourTypeName = (id: TumourTypeId): string => TUMOUR_TYPES[id].name;

/** Response criteria that trials of a tumour type usually name. */
export interface CriteriaDefaults {
  readonly tumourType: TumourTypeId;
  readonly name: string;
  readonly disease: Disease;
  /** The primary first; empty where no criterion of this platform was written for the type. */
  readonly usual: readonly CriterionId[];
  readonly fits: readonly CriterionId[];
  readonly missing: TumourType["missing"];
  readonly source: string;
}

/**
 * The defaults of one type. A solid tumour in a trial of its brain metastases is judged as brain metastases are;
 * without `disease`, as the type itself.
 */
export function criteriaDefaults(id: TumourTypeId, disease: Disease = tumourType(id).diseases[0]!): CriteriaDefaults {
  const own = tumourType(id);
  const { usual, fits, missing, source } = disease === "brain-metastases" ? tumourType("brain-metastases") : own;
  return { tumourType: id, name: own.name, disease, usual, fits, missing, source };
}

/** A criterion of a trial that was not written for any of its tumour types. */
export interface UnusualCriterion {
  /** Its place among the trial's criteria, from 0. */
  readonly at: number;
  readonly criterion: CriterionId;
  readonly sentence: string;
}

/**
 * Criteria of a trial that none of its tumour types usually names or fits, each with a sentence that says what is usual.
 * Empty for a trial that names no tumour type. A remark, never a refusal: a protocol may choose otherwise.
 */
export function unusualCriteria(trial: {
  readonly disease: Disease;
  readonly tumourTypes?: readonly TumourTypeId[] | undefined;
  readonly criteria: readonly { readonly id: CriterionId }[];
}): UnusualCriterion[] {
  const types = (trial.tumourTypes ?? []).map((id) => criteriaDefaults(id, trial.disease));
  if (types.length === 0) return [];
  return trial.criteria.flatMap(({ id }, at) => {
    if (types.some(({ usual, fits }) => usual.includes(id) || fits.includes(id))) return [];
    return [{ at, criterion: id, sentence: `'${id}' was not written for ${types.map(usualOf).join(" nor for ")}.` }];
  });
}

function usualOf({ name, usual, missing }: CriteriaDefaults): string {
  const named = usual.length > 0 ? [`usual are ${usual.join(" and ")}`] : [];
  const lacking = missing.map((m) => `${m.name} (${m.citation}) is not implemented here`);
  return `${name} (${[...named, ...lacking].join("; ")})`;
}
