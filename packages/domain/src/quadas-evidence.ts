import type { ProtocolDocument } from "./protocol.ts";
import type { SetFlow } from "./protocol-result.ts";
import type { QuadasFormDomain } from "./quadas-assessment.ts";

export interface Evidence {
  readonly what: string;
  readonly found: string;
}

/** What plan and record say for each domain of QUADAS-2, beside the reviewer's answer. No judgement is made of it. */
export function quadasEvidence(
  plan: ProtocolDocument,
  life: { readonly lockedAt: string | null; readonly openedAt: string | null; readonly openings: number },
  flow: SetFlow | null,
): Readonly<Record<QuadasFormDomain, readonly Evidence[]>> {
  const { population } = plan;
  const endpoint = plan.endpoints.find((e) => e.id === plan.primary.endpoint);
  const thresholds = plan.groupings.map((g) => `${g.label}: ${g.thresholdOrigin.replaceAll("-", " ")}`);
  const outside = flow === null ? 0 : flow.subjects - flow.analysed;
  return {
    selection: [
      { what: "Sampling", found: `${population.sampling}, ${population.timing}` },
      { what: "Source of the cohort", found: population.cohortSource },
      { what: "Eligibility", found: population.eligibility.text },
      { what: "Accrual", found: population.accrual },
    ],
    indexTest: [
      {
        what: "Fixed before the outcomes were opened",
        found:
          life.lockedAt === null
            ? "not locked yet"
            : `locked ${life.lockedAt}, ${life.openedAt === null ? "not opened yet" : `opened ${life.openedAt}`}`,
      },
      {
        what: "Openings of the test set",
        found: life.openings === 0 ? "none" : life.openings === 1 ? "one" : `${life.openings}: not an unseen test set`,
      },
      { what: "Thresholds", found: thresholds.length === 0 ? "none used" : thresholds.join("; ") },
      {
        what: "Information cut",
        found: `${plan.indexTime.definition} No predictor from later than ${plan.indexTime.informationWindowDays} days after it.`,
      },
    ],
    reference: endpoint
      ? [
          {
            what: "Definition",
            found: `${endpoint.definition} (${endpoint.criteria.set} ${endpoint.criteria.version})`,
          },
          { what: "Assessed by", found: endpoint.assessedBy },
          { what: "Blinding", found: endpoint.blinding },
          { what: "Predictor in the definition", found: endpoint.incorporation },
        ]
      : [],
    flow: [
      {
        what: "Interval",
        found: endpoint
          ? endpoint.type === "binary"
            ? `outcome by ${endpoint.horizon}; the index test at the index time above`
            : `followed from the index time; ${endpoint.censoring}`
          : "not stated",
      },
      { what: "Minimum follow-up", found: endpoint?.minimumFollowUp ?? "not stated" },
      {
        what: "Test subjects",
        found:
          flow === null
            ? "counted when the plan has been executed"
            : `${flow.subjects}; ${flow.computable} with a prediction, ${flow.outcomeKnown} with a known outcome, ${flow.analysed} analysed, ${outside} left out and counted`,
      },
    ],
  };
}
