export const visitName = (visit: number): string => (visit === 0 ? "baseline" : `scan ${visit} after baseline`);

/** How a patient's several lesions are made one, of a value and of a change. */
export const POOL_NAMES = {
  mean: { value: "mean of the lesions", change: "mean of the lesions’ changes" },
  largest: { value: "largest lesion", change: "largest lesion at baseline" },
  "volume-weighted": { value: "weighted by volume", change: "weighted by volume at baseline" },
} as const;

/** Who has no value, and why; empty where nobody lacks it. `what` as "value at baseline", `volume` as "volume at baseline". */
export function withoutVolume(subjects: readonly string[], what: string, volume: string): string {
  if (subjects.length === 0) return "";
  const [who, has, is] = subjects.length === 1 ? [subjects[0], "has", "is"] : [listed(subjects), "have", "are"];
  return `${who} ${has} no ${what} here and ${is} left out: of several lesions not every one has a known ${volume}.`;
}

const NAMED = 5;
const listed = (subjects: readonly string[]): string =>
  subjects.length > NAMED
    ? `${subjects.length} patients`
    : `${subjects.slice(0, -1).join(", ")} and ${subjects.at(-1)}`;

export const ENDPOINT_NAMES = { pfs: "Progression-free survival", os: "Overall survival" } as const;
