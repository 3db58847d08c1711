import {
  type FiledAssessment,
  judgementsOf,
  QUADAS_FORM,
  QUADAS_FORM_DOMAINS,
  quadasEvidence,
  type ValidationResult,
} from "@nadir/domain";
import type { Block, Cell, Tone } from "./blocks.ts";
import { instant } from "./words.ts";

const TONE: Readonly<Record<string, Tone>> = { low: "good", high: "bad", unclear: "caution", no: "bad", yes: "good" };

/** QUADAS-2 of this study by its own people: answers, judgements with their reasons, and what the record says beside them. */
export function quadasBlocks(r: ValidationResult): Block[] {
  if (r.quadas2 === undefined) return [];
  const { lockedAt, openedAt, opened } = r.life;
  const evidence = quadasEvidence(
    r.protocol,
    { lockedAt: instant(lockedAt), openedAt: instant(openedAt), openings: opened },
    r.flow.find((f) => f.set === "test") ?? null,
  );
  return [
    { kind: "heading", text: "QUADAS-2, filled in by the study's own people" },
    {
      kind: "text",
      text: "A self-assessment, not an independent appraisal. The judgements are those of the persons named; the platform gives none.",
    },
    ...r.quadas2.flatMap(formBlocks),
    {
      kind: "table",
      caption: "What plan and record say for each domain of QUADAS-2",
      columns: [
        { title: "Domain", share: 1.4 },
        { title: "What", share: 1.6 },
        { title: "Found", share: 5 },
      ],
      rows: QUADAS_FORM_DOMAINS.flatMap((d) => evidence[d].map((e) => [QUADAS_FORM[d].title, e.what, e.found])),
    },
  ];
}

function formBlocks({ person, version, at, document, documentHash }: FiledAssessment): Block[] {
  const answer = (text: string | null): Cell => ({ text: text ?? "–", tone: TONE[text ?? ""] ?? "plain" });
  return [
    {
      kind: "table",
      caption: `QUADAS-2 by ${person}, version ${version}, final ${instant(at)}; SHA-256 ${documentHash.slice(0, 16)}…`,
      columns: [
        { title: "Domain", share: 1.4 },
        { title: "Question or judgement", share: 4 },
        { title: "Answer", share: 0.9 },
        { title: "Reason", share: 3.4 },
      ],
      rows: QUADAS_FORM_DOMAINS.flatMap((domain): Cell[][] => {
        const { title, questions } = QUADAS_FORM[domain];
        return [
          ...Object.entries(questions).map(([id, question]): Cell[] => [
            title,
            question,
            answer(document[domain].answers[id] ?? null),
            "",
          ]),
          ...judgementsOf(document, domain).map(([what, { judgement, reason }]): Cell[] => [
            title,
            `Judgement: ${what}`,
            answer(judgement),
            reason,
          ]),
        ];
      }),
    },
  ];
}
