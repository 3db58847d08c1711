import { type EvidenceTable, evidenceTable } from "@nadir/domain";
import review001 from "../../library/001.json" with { type: "json" };
import review002 from "../../library/002.json" with { type: "json" };
import review004 from "../../library/004.json" with { type: "json" };

/** What the library has nothing of, and why. */
export const LIBRARY_GAPS = [
  "Review 003 (radiomics in immunotherapy): its tables 1 to 4 are captions only in our copy; its studies are not listed.",
] as const;

let read: readonly EvidenceTable[] | undefined;

/** The evidence tables of the founding reviews, checked once. */
export function library(): readonly EvidenceTable[] {
  read ??= [review001, review002, review004].map((document) => evidenceTable.parse(document));
  return read;
}
