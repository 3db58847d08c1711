import type { Lesion, Measurement } from "@nadir/domain";
import { isNamedOrgan, SUM_ORGAN } from "../named-organ.ts";

/** Organs whose involvement is called visceral: lung, liver and bone (Bajorin 1999, J Clin Oncol 17:3173). */
const VISCERAL: ReadonlySet<string> = new Set(["lung", "liver", "bone"]);
export const VISCERAL_SOURCE = "lung, liver or bone: Bajorin 1999, J Clin Oncol 17:3173";

type BurdenLesion = Pick<Lesion, "id" | "role" | "organ" | "spread"> & { readonly node?: boolean | undefined };
type BurdenFigure = Pick<Measurement, "lesion" | "longestMm" | "shortMm" | "volumeMm3" | "status">;

/** Lesions that a source gives only as one sum are recorded as one lesion of this name or organ: how many and where is not known. */
const SUM_LESION = "target-sum";

export interface TumourBurden {
  /** Target and non-target lesions that stand at the visit; null where only a sum of them is recorded, or no lesion at all. */
  readonly lesions: number | null;
  /** Their organs as far as they are named, sorted; all lymph nodes are one. */
  readonly organs: readonly string[];
  /** False where a lesion has no organ of its own, or none is recorded: then an organ that is not named may be involved all the same. */
  readonly hasEveryOrgan: boolean;
  readonly visceralOrgans: readonly string[];
  /** Longest diameter (short axis of a node) summed over the measured lesions, mm; null where none is measured. */
  readonly sumMm: number | null;
  /** Summed volumes, mm³, of those lesions that have one. */
  readonly volumeMm3: number | null;
  readonly measured: number;
  readonly withVolume: number;
  /** A lesion recorded as a distant metastasis; null where nobody said of any lesion what it is. */
  readonly distant: boolean | null;
}

/** The burden at one visit, from lesions and their figures there. A lesion that is gone at the visit does not count. */
export function tumourBurden(lesions: readonly BurdenLesion[], figures: readonly BurdenFigure[]): TumourBurden {
  const of = new Map(figures.map((m) => [m.lesion, m]));
  const standing = lesions.filter(({ id, role }) => {
    const figure = of.get(id);
    if (figure?.status === "absent") return false;
    return role === "new" ? figure !== undefined : true;
  });
  // A list of lesions without any says nothing of a patient: nobody has read the scan for it.
  const isRecorded = lesions.some(({ role }) => role !== "new") || standing.length > 0;
  const named = standing.filter((l) => l.node || (!isSum(l) && isNamedOrgan(l.organ)));
  const organs = [...new Set(named.map((l) => (l.node ? "lymph-node" : l.organ)))].sort();
  const sizes = standing.flatMap((l) => (l.node ? of.get(l.id)?.shortMm : of.get(l.id)?.longestMm) ?? []);
  const volumes = standing.flatMap((l) => of.get(l.id)?.volumeMm3 ?? []);
  const said = standing.filter((l) => l.spread !== undefined);
  return {
    lesions: !isRecorded || standing.some(isSum) ? null : standing.length,
    organs,
    hasEveryOrgan: isRecorded && named.length === standing.length,
    visceralOrgans: organs.filter((organ) => VISCERAL.has(organ.toLowerCase())),
    sumMm: sizes.length === 0 ? null : total(sizes),
    volumeMm3: volumes.length === 0 ? null : total(volumes),
    measured: sizes.length,
    withVolume: volumes.length,
    distant: said.some((l) => l.spread === "distant")
      ? true
      : said.length === standing.length && said.length > 0
        ? false
        : null,
  };
}

const isSum = ({ id, organ }: BurdenLesion): boolean => id === SUM_LESION || organ.toLowerCase() === SUM_ORGAN;

/** Figures carry at most four decimals: the last bits of a double are not burden. */
const total = (values: readonly number[]): number => Math.round(values.reduce((a, b) => a + b, 0) * 1e4) / 1e4;
