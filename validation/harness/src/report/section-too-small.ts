import type { ValidationResult } from "@nadir/domain";
import { sampleSize } from "@nadir/statistics";
import type { Block, Section } from "./blocks.ts";
import { number } from "./words.ts";

/** The precision that was expected before opening, what came, and what therefore cannot be said. */
export function tooSmallSection(r: ValidationResult): Section {
  const precision = r.protocol.frozen?.precision;
  return {
    id: "too-small",
    title: "What is too small to conclude",
    blocks: [
      { kind: "text", text: r.protocol.sampleSize.justification },
      { kind: "list", items: r.tooSmall },
      ...(precision
        ? [
            {
              kind: "table" as const,
              caption: `Expected before opening, from ${precision.evaluable} predictable test subjects at the training prevalence of ${number(100 * precision.prevalence, 0)} % (Newcombe's variance of the AUC)`,
              columns: [
                { title: "If the true AUC were", align: "right" as const },
                { title: "Expected events", align: "right" as const },
                { title: "Expected width of the 95 % interval", align: "right" as const },
                {
                  title: `Subjects needed for a width of ${r.protocol.sampleSize.targetWidth}`,
                  align: "right" as const,
                },
              ],
              rows: precision.rows.map((row) => [
                number(row.auc),
                number(row.expectedEvents, 1),
                row.expectedWidth === null ? "none: fewer than one event expected" : number(row.expectedWidth),
                String(row.requiredN),
              ]),
            },
          ]
        : []),
      ...calculated(r),
    ],
  };
}

/** The plan's further calculations, answered, beside what was achieved. */
function calculated(r: ValidationResult): Block[] {
  const { calculations = [] } = r.protocol.sampleSize;
  if (calculations.length === 0) return [];
  const { n, events } = r.development;
  const { events: testEvents, nonEvents } = r.primary.analysis;
  return [
    {
      kind: "table",
      caption: "Sample size asked for by the plan's calculations, and what there was",
      columns: [
        { title: "Calculation", share: 4 },
        { title: "Criteria", share: 4 },
        { title: "Asked for", share: 1, align: "right" },
        { title: "Achieved", share: 2, align: "right" },
      ],
      rows: calculations.map(({ title, request }) => {
        const plan = sampleSize(request);
        return [
          title,
          plan.criteria.map((c) => `${c.criterion} ${c.n}`).join("; "),
          String(plan.n),
          request.kind.startsWith("develop")
            ? `${n} (${events} events), development`
            : `${testEvents + nonEvents} (${testEvents} events), test`,
        ];
      }),
    },
  ];
}
