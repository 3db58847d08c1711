import type { ChecklistItem, ValidationResult } from "@nadir/domain";
import type { Cell, Section, Tone } from "./blocks.ts";

const TONE: Readonly<Record<ChecklistItem["status"], Tone>> = {
  auto: "good",
  part: "plain",
  author: "caution",
  "n/a": "plain",
};

/** TRIPOD+AI, item by item: what this report holds and what its authors still owe. No score. */
export function checklistSection(r: ValidationResult): Section {
  const count = (status: ChecklistItem["status"]) => r.tripodAi.filter((i) => i.status === status).length;
  return {
    id: "tripod-ai",
    title: "TRIPOD+AI items",
    blocks: [
      {
        kind: "text",
        text: `Where each of the ${r.tripodAi.length} sub-items of TRIPOD+AI (BMJ 2024;385:e078378) stands: ${count("auto")} filled by the platform, ${count("part")} begun and to be completed by the authors, ${count("author")} to be written by the authors, ${count("n/a")} not applicable. A list of places, not a score and not a claim of compliance; labels are paraphrased.`,
      },
      {
        kind: "table",
        caption: "TRIPOD+AI",
        columns: [
          { title: "No.", share: 0.6 },
          { title: "Item", share: 4 },
          { title: "Status", share: 1 },
          { title: "Place, or why not", share: 5 },
        ],
        rows: r.tripodAi.map((i): Cell[] => [i.no, i.label, { text: i.status, tone: TONE[i.status] }, i.place]),
      },
    ],
  };
}
