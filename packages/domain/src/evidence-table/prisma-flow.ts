import { z } from "zod";

const text = z.string().trim().min(1);
const count = z.int().min(0);
const reasons = z.array(z.strictObject({ reason: text, n: count })).default([]);
const sum = (parts: readonly { n: number }[]): number => parts.reduce((total, { n }) => total + n, 0);

/**
 * The flow of studies into a review (Page 2021, PRISMA 2020, BMJ 372:n71, figure 1): records identified, duplicates, screened,
 * left out at screening, reports assessed, left out after assessment, studies included. Counts that a review does not print
 * are null; the others must add up.
 */
export const prismaFlow = z
  .strictObject({
    /** Where the counts stand. */
    source: text,
    identified: count.nullable(),
    /** Removed before screening; null together with `identified`. */
    duplicates: count.nullable(),
    screened: count,
    excludedAtScreening: reasons,
    /** Reports read in full; null where the review tells only what was screened and included. */
    assessed: count.nullable(),
    excludedAfterAssessment: reasons,
    included: count,
    /** The included studies by kind; they add up to `included`, or there are none. */
    split: z.array(z.strictObject({ label: text, n: count })).default([]),
  })
  .superRefine((flow, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const { identified, duplicates, screened, assessed, included } = flow;
    if ((identified === null) !== (duplicates === null))
      refuse("duplicates", "identified and duplicates are both known, or both null.");
    if (identified !== null && duplicates !== null && identified - duplicates !== screened)
      refuse(
        "screened",
        `${identified} identified less ${duplicates} duplicates are ${identified - duplicates}, not ${screened}.`,
      );
    const left = screened - sum(flow.excludedAtScreening);
    if (assessed === null && flow.excludedAfterAssessment.length > 0)
      refuse("assessed", "reasons after assessment need the number assessed.");
    if (left !== (assessed ?? included))
      refuse(
        assessed === null ? "included" : "assessed",
        `${screened} screened less ${sum(flow.excludedAtScreening)} left out are ${left}, not ${assessed ?? included}.`,
      );
    if (assessed !== null && assessed - sum(flow.excludedAfterAssessment) !== included)
      refuse(
        "included",
        `${assessed} assessed less ${sum(flow.excludedAfterAssessment)} left out are ${assessed - sum(flow.excludedAfterAssessment)}, not ${included}.`,
      );
    if (flow.split.length > 0 && sum(flow.split) !== included)
      refuse("split", `the kinds add up to ${sum(flow.split)}, but ${included} are included.`);
  });
export type PrismaFlow = z.infer<typeof prismaFlow>;
