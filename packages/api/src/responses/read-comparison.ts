import type { Tx } from "@nadir/db";
import { type CriterionId, criterionId, key, trial as trialDocument } from "@nadir/domain";
import { type AssessedPatient, type CriteriaComparison, compareAll, compareCriteria } from "@nadir/risk";
import { z } from "zod";
import { askCohort, type CohortOutcomes, criteriaOfTrial, outcomesOf, responseAccess } from "./cohort-outcomes.ts";

export const comparisonQuery = z.object({
  trial: key,
  /** Left out: the trial's primary criterion, and its next. */
  first: criterionId.optional(),
  second: criterionId.optional(),
  of: z.enum(["confirmed", "unconfirmed"]).default("confirmed"),
});
export type ComparisonQuery = z.infer<typeof comparisonQuery>;

const kappa = z.union([
  z.object({
    estimable: z.literal(true),
    kappa: z.number(),
    standardError: z.number(),
    interval: z.object({ lower: z.number(), upper: z.number(), level: z.number() }),
    observedAgreement: z.number(),
    chanceAgreement: z.number(),
  }),
  z.object({ estimable: z.literal(false), reason: z.string() }),
]);
const rule = z.object({ id: z.string(), text: z.string() });

const pair = z.object({
  criteria: z.tuple([criterionId, criterionId]),
  patients: z.int(),
  withoutBoth: z.int(),
  agreeing: z.int(),
  discordant: z.int(),
  progressionDatesDiffer: z.int(),
  kappa,
});

export const comparison = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  /** The criteria that can be compared: the trial's own first. */
  criteria: z.array(criterionId),
  own: z.array(criterionId),
  of: z.enum(["confirmed", "unconfirmed"]),
  /** Every pair of the trial's own criteria. */
  pairs: z.array(pair),
  /** The pair asked for; null where the trial has one criterion and none was named. */
  chosen: pair
    .extend({
      categories: z.array(z.string()),
      table: z.array(z.array(z.int())),
      leftOutOfKappa: z.int(),
      changes: z.array(
        z.object({
          patient: z.string(),
          from: z.string(),
          to: z.string(),
          visit: z.string().nullable(),
          date: z.string().nullable(),
          fromLabel: z.string(),
          toLabel: z.string(),
          fromRule: rule,
          toRule: rule,
        }),
      ),
    })
    .nullable(),
  refused: z.int(),
  withheld: z.int(),
});
export type Comparison = z.infer<typeof comparison>;

/** Two criteria on a trial's cohort: who is where, how far they agree, who changes category at which visit by which rule. */
export async function readComparison(tx: Tx, personId: string, query: ComparisonQuery): Promise<Comparison> {
  const access = await responseAccess(tx, personId, query.trial);
  const { own, possible, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const first = query.first ?? own[0]!;
  const second = query.second ?? possible.find((id) => id !== first) ?? null;
  const counts = await askCohort(
    tx,
    access,
    {
      told: "responses",
      question: `comparison ${first} ${second} ${query.of}`,
      criteria: [...new Set([...own, first, ...(second === null ? [] : [second])])],
    },
    (cohort) => compared(cohort, own, [first, second], query.of),
  );
  return {
    trial: { key: query.trial, title, dates: trialDocument.shape.dates.parse(dates) },
    criteria: possible,
    own,
    of: query.of,
    ...counts,
  };
}

function compared(
  { subjects, refused, withheld }: CohortOutcomes,
  own: readonly CriterionId[],
  [first, second]: readonly [CriterionId, CriterionId | null],
  of: ComparisonQuery["of"],
): Pick<Comparison, "pairs" | "chosen" | "refused" | "withheld"> {
  const patients: AssessedPatient[] = subjects.map(({ key: id, outcomes }) => ({ id, outcomes }));
  const counted = second === null || second === first ? null : compareCriteria(patients, first, second, of);
  // The reasons are in the trace, which is made only for those whom the two criteria tell apart.
  const apart = new Set(counted?.changes.map(({ patient }) => patient));
  const traced = subjects
    .filter(({ key: id }) => apart.has(id))
    .map(({ key: id, document }) => ({ id, outcomes: outcomesOf(document, [first, second!], true) }));
  return {
    pairs: compareAll(patients, own, of).map(pairOf),
    chosen:
      counted === null
        ? null
        : {
            ...pairOf(counted),
            categories: [...counted.categories],
            table: counted.table.map((row) => [...row]),
            leftOutOfKappa: counted.leftOutOfKappa,
            changes: compareCriteria(traced, first, second!, of).changes.map((change) => ({ ...change })),
          },
    refused: refused.length,
    withheld,
  };
}

const pairOf = ({ criteria, kappa: agreement, ...counts }: CriteriaComparison): z.infer<typeof pair> => ({
  criteria: [criterionId.parse(criteria[0]), criterionId.parse(criteria[1])],
  patients: counts.patients,
  withoutBoth: counts.withoutBoth,
  agreeing: counts.agreeing,
  discordant: counts.discordant,
  progressionDatesDiffer: counts.progressionDatesDiffer,
  kappa: agreement,
});
