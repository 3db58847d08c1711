import type { Permission } from "@nadir/domain";

/** A trial of who signs in: what they may do there, and where they decide, the meetings of its board. */
export interface OwnTrial {
  readonly key: string;
  readonly permissions: readonly Permission[];
  readonly meetings: readonly {
    readonly id: string;
    readonly heldOn: string;
    readonly patients: number;
    readonly decided: number;
  }[];
}

/**
 * The page on which somebody begins: who enters data with what is to be done, a member of a board with the meeting that is
 * next and not done with, who reads one trial blinded with its reads, others with the trials. `today` as YYYY-MM-DD.
 */
export function whereToBegin(permissions: readonly Permission[], trials: readonly OwnTrial[], today: string): string {
  if (permissions.includes("enter-data")) return "/worklist";
  const [next] = trials
    .flatMap(({ key, meetings }) => meetings.map((meeting) => ({ key, ...meeting })))
    .filter(({ heldOn, patients, decided }) => heldOn >= today && decided < patients)
    .sort((a, b) => a.heldOn.localeCompare(b.heldOn) || a.key.localeCompare(b.key));
  if (next) return `/trials/${next.key}/board/${next.id}`;
  const [only, ...others] = trials;
  if (only && others.length === 0 && only.permissions.includes("measure") && !only.permissions.includes("read-record"))
    return `/trials/${only.key}/reads`;
  return "/";
}
