import type { CriterionOutcomeShape } from "@nadir/api/read";
import { decidingRules } from "@nadir/response";
import { type DayStyle, dayText, withDays } from "../../ui/figures.ts";

/** One rule as the board reads it. */
export interface Why {
  readonly id: string;
  readonly text: string;
  readonly citation: string;
}

/** What a reset says of progressions to come: no part of why a later visit has its category, and long. */
const OF_LATER = / A later progression .*$/;

/** Why a visit has its category, in the order of the visits: a rule of an earlier visit that still counts names that visit. */
export const whyOf = (outcome: CriterionOutcomeShape, visit: string, days: DayStyle): readonly Why[] =>
  decidingRules(outcome, visit).map(({ visit: at, date, rule }) => ({
    id: `${at} ${rule.id}`,
    text:
      at === visit
        ? withDays(rule.text, days)
        : `At ${at}, ${dayText(date, days)}: ${withDays(rule.text.replace(OF_LATER, ""), days)}`,
    citation: rule.citation,
  }));
