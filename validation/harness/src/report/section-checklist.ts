import type { ChecklistItem, ValidationResult } from "@nadir/domain";
import { appraisalTables } from "./appraisal/appraisal-tools.ts";
import type { Checklist } from "./appraisal/checklist.ts";
import { claim2020, claim2024 } from "./appraisal/claim.ts";
import { evidenceOf } from "./appraisal/evidence.ts";
import { metrics, metricsScore } from "./appraisal/metrics.ts";
import { rqs, rqsTotal } from "./appraisal/rqs.ts";
import { tripod2015 } from "./appraisal/tripod-2015.ts";
import type { Block, Cell, Section, Tone } from "./blocks.ts";
import { quadasBlocks } from "./section-quadas.ts";

const TONE: Readonly<Record<ChecklistItem["status"], Tone>> = {
  auto: "good",
  part: "plain",
  author: "caution",
  "n/a": "plain",
};

const COLUMNS = [
  { title: "No.", share: 0.6 },
  { title: "Item", share: 4 },
  { title: "Status", share: 1 },
  { title: "Place, or why not", share: 5 },
] as const;

const itemRows = (items: readonly ChecklistItem[]): Cell[][] =>
  items.map((i): Cell[] => [i.no, i.label, { text: i.status, tone: TONE[i.status] }, i.place]);

const counted = (items: readonly ChecklistItem[]): string => {
  const count = (status: ChecklistItem["status"]) => items.filter((i) => i.status === status).length;
  return `${count("auto")} filled by the platform, ${count("part")} begun and to be completed by the authors, ${count("author")} to be written by the authors, ${count("n/a")} not applicable`;
};

/** TRIPOD+AI, item by item: what this report holds and what its authors still owe. No score. */
export function checklistSection(r: ValidationResult): Section {
  return {
    id: "tripod-ai",
    title: "TRIPOD+AI items",
    blocks: [
      {
        kind: "text",
        text: `Where each of the ${r.tripodAi.length} sub-items of TRIPOD+AI (BMJ 2024;385:e078378) stands: ${counted(r.tripodAi)}. A list of places, not a score and not a claim of compliance; labels are paraphrased.`,
      },
      { kind: "table", caption: "TRIPOD+AI", columns: [...COLUMNS], rows: itemRows(r.tripodAi) },
    ],
  };
}

/** The other reporting checklists: TRIPOD 2015, CLAIM 2020 and 2024. */
export function otherChecklistsSection(r: ValidationResult): Section {
  const e = evidenceOf(r);
  const lists = [tripod2015(e), claim2020(e), claim2024(e)];
  return {
    id: "checklists",
    title: "TRIPOD 2015 and CLAIM items",
    blocks: [
      { kind: "text", text: "Lists of places, as above; labels are paraphrased, the forms are their owners'." },
      ...lists.flatMap(listBlocks),
    ],
  };
}

const listBlocks = (list: Checklist): Block[] => [
  {
    kind: "table",
    caption: `${list.title} (${list.source}): ${counted(list.items)}`,
    columns: [...COLUMNS],
    rows: itemRows(list.items),
  },
];

/** RQS and METRICS as self-assessments, and where the evidence for the appraisal tools stands. */
export function appraisalSection(r: ValidationResult): Section {
  const e = evidenceOf(r);
  const quality = rqs(e);
  const total = rqsTotal(quality);
  const items = metrics(e);
  const score = metricsScore(items);
  return {
    id: "appraisal",
    title: "Self-assessment and evidence for appraisal",
    blocks: [
      {
        kind: "text",
        text: `Self-assessments by the record. RQS 1.0: ${total.points} of 36 points from what the record decides (${total.percent.toFixed(0)} %); ${total.toAttest} criteria are the authors' to attest and count 0 until then. METRICS: ${score.score.toFixed(1)} (${score.band}) with ${score.toAttest} items to attest, which count as no until then. Neither is a measure of the model.`,
      },
      {
        kind: "table",
        caption: "Radiomics Quality Score 1.0 (Lambin et al. 2017): points and what they rest on",
        columns: [
          { title: "No.", share: 0.6 },
          { title: "Criterion", share: 4 },
          { title: "Range", share: 1, align: "right" },
          { title: "Points", share: 1.2, align: "right" },
          { title: "Evidence", share: 5 },
        ],
        rows: quality.map((i): Cell[] => [
          String(i.no),
          i.criterion,
          `${i.range[0]} to ${i.range[1]}`.replace("-", "−"),
          i.points === null ? { text: "to attest", tone: "caution" } : String(i.points).replace("-", "−"),
          i.evidence,
        ]),
      },
      {
        kind: "table",
        caption: "METRICS 2024 (Kocak et al.): answers and what they rest on",
        columns: [
          { title: "No.", share: 0.6 },
          { title: "Item", share: 4 },
          { title: "Weight", share: 1, align: "right" },
          { title: "Answer", share: 1.2 },
          { title: "Evidence", share: 5 },
        ],
        rows: items.map((i): Cell[] => [
          String(i.no),
          i.label,
          i.weight.toFixed(4),
          { text: i.answer, tone: i.answer === "yes" ? "good" : i.answer === "to attest" ? "caution" : "plain" },
          i.evidence,
        ]),
      },
      ...quadasBlocks(r),
      {
        kind: "text",
        text: "The tables below say where the evidence for each domain stands. The judgement is a reviewer's; none is given here.",
      },
      ...appraisalTables(e).flatMap(listBlocks),
    ],
  };
}
