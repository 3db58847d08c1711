import type { ReadsOfTrial } from "@nadir/api/reads";
import { count } from "../../ui/figures.ts";

const of = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

/** What of a trial's reading waits for whoever reads or decides in it. */
export function waitingWords({
  charter,
  may,
  counts,
  adjudications,
}: Pick<ReadsOfTrial, "charter" | "may" | "counts" | "adjudications">): string {
  if (charter === null) return "Reading is not open yet.";
  const open = adjudications.filter(({ state }) => state === "waiting").length;
  const waiting = [
    ...(may.read ? [of(counts.waiting, "scan to read", "scans to read"), of(counts.draft, "draft", "drafts")] : []),
    ...(may.adjudicate ? [of(open, "decision to make", "decisions to make")] : []),
  ];
  return waiting.length === 0 ? "" : `Waiting for you: ${waiting.join(", ")}.`;
}

/** How much of a trial's reading waits for whoever reads or decides in it: scans, drafts and decisions. */
export function waitingCount({ charter, may, counts, adjudications }: Parameters<typeof waitingWords>[0]): number {
  if (charter === null) return 0;
  const open = adjudications.filter(({ state }) => state === "waiting").length;
  return (may.read ? counts.waiting + counts.draft : 0) + (may.adjudicate ? open : 0);
}

export function ReadsWaiting({ reads }: { reads: ReadsOfTrial }) {
  const words = waitingWords(reads);
  return words === "" ? null : <p className="text-sm">{words}</p>;
}
