import { type FeatureConfig, type FeatureResult, type FeatureValue, type FeatureWarning, Refusal } from "@nadir/domain";

/** What one piece of a region's work gives. */
export interface ProfileLot {
  readonly values: readonly FeatureValue[];
  /** Of the first image; null for shape. */
  readonly greyLevels: number | null;
}

/** One piece of the work; results stand in the order of ranks, whoever computed them. */
export interface RankedWork {
  readonly rank: number;
  readonly cost: number;
  readonly run: () => ProfileLot;
}

/** What one thread computed of a region: plain data, so that it can be sent. */
export interface ProfileShare {
  readonly lots: readonly (ProfileLot & { readonly rank: number })[];
  /** The first of its pieces, by rank, that was refused. */
  readonly refused: { readonly rank: number; readonly problems: Refusal["problems"] } | null;
  readonly warnings: readonly FeatureWarning[];
  readonly provenance: Omit<FeatureResult["provenance"], "greyLevels">;
}

/** Runs what can be claimed, the dearest first; after a refusal only what stands before it. */
export function claimed(
  work: readonly RankedWork[],
  claim: (rank: number) => boolean,
): Pick<ProfileShare, "lots" | "refused"> {
  const lots: (ProfileLot & { rank: number })[] = [];
  let refused: ProfileShare["refused"] = null;
  for (const { rank, run } of [...work].sort((a, b) => b.cost - a.cost || a.rank - b.rank)) {
    if ((refused && rank > refused.rank) || !claim(rank)) continue;
    try {
      lots.push({ rank, ...run() });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused = { rank, problems: error.problems };
    }
  }
  return { lots, refused };
}

/** The result of a region from shares that have every rank between them: the same bytes, however it was shared. */
export function joinProfile(config: FeatureConfig, shares: readonly ProfileShare[]): FeatureResult {
  const [refused] = shares.flatMap(({ refused }) => refused ?? []).sort((a, b) => a.rank - b.rank);
  if (refused) throw new Refusal(refused.problems);
  const lots = shares.flatMap(({ lots }) => lots).sort((a, b) => a.rank - b.rank);
  return {
    schema: "nadir.feature-result/1",
    config,
    values: lots.flatMap(({ values }) => values),
    warnings: tidied(shares.flatMap(({ warnings }) => warnings)),
    provenance: {
      ...shares[0]!.provenance,
      greyLevels: lots.find((lot) => lot.greyLevels !== null)?.greyLevels ?? null,
    },
  };
}

/** Each warning once, by code and message: the same list, whatever was computed together. */
function tidied(warnings: readonly FeatureWarning[]): FeatureWarning[] {
  const byKey = new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
}
