import { DAYS_PER_MONTH, type ResponseCase } from "@nadir/domain";
import { assess, sideOf, timeToProgression } from "@nadir/response";
import { LACKING } from "./definition-result.ts";
import { type HyperprogressionDefinition, hyperprogression } from "./hyperprogression.ts";

export const RAPID_PROGRESSION_CITATION =
  "Tunali 2019, Lung Cancer 129:75 (rapid disease progression: time to progression under two months, or hyperprogression)";
const TWO_MONTHS_DAYS = 2 * DAYS_PER_MONTH;

export interface RapidProgression {
  readonly result: "yes" | "no" | "not-evaluable";
  readonly criterion: string;
  /** Time to progression, days, and its side of two months (60.875 days). */
  readonly ttpDays: number;
  readonly ttpUnderTwoMonths: "yes" | "no" | "not-evaluable";
  /** The definitions of hyperprogression that say yes. */
  readonly hyperprogressionBy: readonly HyperprogressionDefinition[];
  readonly missing: readonly string[];
  readonly text: string;
}

/**
 * The rapid-progression phenotype: progression under two months by the criterion, or hyperprogression by any computable
 * definition. `no` is said only when the time to progression is known to be longer and some definition could be decided.
 */
export function rapidProgression(document: ResponseCase, criterion = "recist-1.1"): RapidProgression {
  const ttp = timeToProgression(document, assess(document, criterion, { trace: false }));
  const side = sideOf(ttp, TWO_MONTHS_DAYS);
  const ttpUnderTwoMonths = side === "within" ? "yes" : side === "beyond" ? "no" : "not-evaluable";
  const answers = Object.entries(hyperprogression(document).definitions);
  const by = answers.filter(([, { result }]) => result === "yes").map(([name]) => name as HyperprogressionDefinition);
  const undecided = answers.filter(([, { result }]) => result !== "yes" && result !== "no");
  const missing = [
    ...(side === "left-out" ? [`follow-up to two months (it ends after ${ttp.days} days without progression)`] : []),
    ...new Set(undecided.flatMap(([, answer]) => (answer.reason ? [LACKING[answer.reason] ?? answer.reason] : []))),
  ];
  const yes = ttpUnderTwoMonths === "yes" || by.length > 0;
  const no = ttpUnderTwoMonths === "no" && undecided.length < answers.length;
  return {
    result: yes ? "yes" : no ? "no" : "not-evaluable",
    criterion,
    ttpDays: ttp.days,
    ttpUnderTwoMonths,
    hyperprogressionBy: by,
    missing,
    text: `Time to progression ${ttp.days} days (${ttp.status}; under 60.875 is asked); hyperprogression by ${by.join(", ") || "no definition that could be decided"}.`,
  };
}
