import type { RuleFigures } from "@nadir/domain";
import { amount, exceedsBy, hasGrownBy, multiply, percentChange, toNumber } from "@nadir/response";
import { type DefinitionResult, LACKING, notEvaluable } from "./definition-result.ts";
import type { HyperprogressionEvidence } from "./hyperprogression-evidence.ts";

/**
 * The definitions of hyperprogression (rule book §12). One that needs kinetics is not evaluable, with the reason, where
 * they cannot be had; progression is asked next, and an undefined ratio last, so that without progression the answer of
 * Champiat and Ferrara is no.
 */

type Evidence = HyperprogressionEvidence;
const two = (value: number | null | undefined): string =>
  value === null || value === undefined ? "undefined" : value.toFixed(2);

/** RECIST progression at the first evaluation, and the growth rate at least doubled. */
export function champiat2017(evidence: Evidence): DefinitionResult {
  const { kinetics, reason } = evidence.finding;
  if (kinetics === null) return lacking(reason);
  const figures = {
    tgrRef: kinetics.tgrRef,
    tgrExp: kinetics.tgrExp,
    tgrRatio: kinetics.tgrRatio,
    recist: evidence.recist,
  };
  if (evidence.recist !== "PD") return withoutProgression(evidence, figures);
  if (kinetics.tgrRatio === null) return undefinedRatio(figures);
  return decided(
    kinetics.tgrRatio >= 2,
    `RECIST progression at the first evaluation; growth rate ${two(kinetics.tgrExp)} against ${two(kinetics.tgrRef)} % a month before, ratio ${two(kinetics.tgrRatio)} (2 or more is asked).`,
    figures,
  );
}

/** RECIST progression at the first evaluation, and the growth rate more than 50 points a month higher. */
export function ferrara2018(evidence: Evidence): DefinitionResult {
  const { kinetics, reason } = evidence.finding;
  if (kinetics === null) return lacking(reason);
  const figures = {
    tgrRef: kinetics.tgrRef,
    tgrExp: kinetics.tgrExp,
    deltaTgr: kinetics.deltaTgr,
    recist: evidence.recist,
  };
  if (evidence.recist !== "PD") return withoutProgression(evidence, figures);
  return decided(
    kinetics.deltaTgr > 50,
    `RECIST progression at the first evaluation; growth rate ${two(kinetics.tgrExp)} against ${two(kinetics.tgrRef)} % a month before, ${two(kinetics.deltaTgr)} points more (over 50 is asked).`,
    figures,
  );
}

/** Growth kinetics at least doubled; progression is not asked. */
export function saadaBouzid2017(evidence: Evidence): DefinitionResult {
  const { kinetics, reason, tgkCompared } = evidence.finding;
  if (kinetics === null) return lacking(reason);
  const figures = { tgkRef: kinetics.tgkRef, tgkExp: kinetics.tgkExp, tgkRatio: kinetics.tgkRatio };
  if (tgkCompared === null) return undefinedRatio(figures);
  return decided(
    tgkCompared(2).atLeast,
    `Growth ${two(kinetics.tgkExp)} against ${two(kinetics.tgkRef)} mm a month before, ratio ${two(kinetics.tgkRatio)} (2 or more is asked).`,
    figures,
  );
}

/** Failure within two months, the sum more than half larger, growth kinetics more than doubled (A27). */
export function kato2017(evidence: Evidence): DefinitionResult {
  const { kinetics, reason, tgkCompared } = evidence.finding;
  if (kinetics === null) return lacking(reason);
  const change = changeOf(evidence);
  const figures = {
    tgkRatio: kinetics.tgkRatio,
    percentFromBaseline: change,
    daysToFailure: evidence.daysToFailure,
  };
  if (tgkCompared === null) return undefinedRatio(figures);
  if (evidence.failedEarly === null)
    return notEvaluable("no-time-to-treatment-failure", "The time to treatment failure is not known.", figures);
  const { baselineSum, firstSum } = evidence;
  const halfLarger = multiply(2, firstSum.value) > multiply(3, baselineSum.value);
  return decided(
    evidence.failedEarly && halfLarger && tgkCompared(2).above,
    `Time to treatment failure ${evidence.daysToFailure ?? "open"} days (under two months is asked), sum ${two(change)} % over baseline (over 50 is asked), growth ratio ${two(kinetics.tgkRatio)} (over 2 is asked).`,
    figures,
  );
}

/**
 * At least three of five clinical and radiological criteria. What the case does not tell counts as not met (rule book
 * §12); `couldBeMet` says that it might have decided otherwise, and the sentence names it.
 */
export function loRusso2019(evidence: Evidence): DefinitionResult & { readonly criteriaMet?: number } {
  if (!evidence.hasOnTreatment) return lacking("no-on-treatment-scan");
  const { baselineSum, firstSum, newLesionOrgans, involvedOrgans, newLesions, hasEveryOrgan } = evidence;
  const perOrgan = new Map<string, number>();
  for (const organ of newLesionOrgans) perOrgan.set(organ, (perOrgan.get(organ) ?? 0) + 1);
  const criteria = {
    "failure within two months": evidence.failedEarly === true,
    // A missing lesion can only add, so the measured remainder may show the growth.
    "sum at least half larger": baselineSum.complete && hasGrownBy(firstSum.value, baselineSum.value, 50),
    "two new lesions in an organ already involved": [...perOrgan].some(([o, n]) => n >= 2 && involvedOrgans.has(o)),
    // A lesion before it whose organ nobody named may lie in that organ.
    "a new organ": hasEveryOrgan && newLesionOrgans.some((organ) => !involvedOrgans.has(organ)),
    "ECOG 2 or worse in the first two months": (evidence.worstEcog ?? 0) >= 2,
  };
  const met = Object.entries(criteria)
    .filter(([, holds]) => holds)
    .map(([name]) => name);
  const missing = [
    ...(evidence.failedEarly === null ? [LACKING["no-time-to-treatment-failure"] as string] : []),
    ...(criteria["sum at least half larger"] || (baselineSum.complete && firstSum.complete)
      ? []
      : [LACKING["target-not-measured-on-all-three-scans"] as string]),
    ...(evidence.worstEcog === null ? ["ECOG in the first two months of treatment"] : []),
  ];
  // What an organ that is not named leaves open is up to two of the criteria.
  const openByOrgan =
    hasEveryOrgan || newLesions === 0
      ? []
      : (["a new organ", ...(newLesions > 1 ? ["two new lesions in an organ already involved"] : [])] as const).filter(
          (name) => !met.includes(name),
        );
  const couldBeMet = met.length < 3 && met.length + missing.length + openByOrgan.length >= 3;
  if (openByOrgan.length > 0) missing.push(LACKING["organ-not-named"] as string);
  const open = couldBeMet ? ` Not known: ${missing.join("; ")}; with it the definition may be met.` : "";
  return {
    ...decided(
      met.length >= 3,
      `${met.length} of 5 criteria met${met.length > 0 ? ` (${met.join("; ")})` : ""}; three are asked.${open}`,
      {
        criteriaMet: met.length,
        percentFromBaseline: changeOf(evidence),
        daysToFailure: evidence.daysToFailure,
        worstEcog: evidence.worstEcog,
      },
    ),
    missing,
    criteriaMet: met.length,
    couldBeMet,
  };
}

/** Progression by the first evaluation within eight weeks, by 10 mm and 40 %, or 20 % and new lesions in two organs (A26). */
export function matos2020(evidence: Evidence): DefinitionResult {
  if (!evidence.hasOnTreatment) return lacking("no-on-treatment-scan");
  const { course, daysToFirst, recist, baselineSum, firstSum } = evidence;
  const newOrgans = new Set(evidence.newLesionOrgans).size;
  const change = changeOf(evidence);
  const figures = { daysToFirst, recist, percentFromBaseline: change, newLesionOrgans: newOrgans };
  if (daysToFirst > EIGHT_WEEKS_DAYS)
    return decided(false, `First evaluation after ${daysToFirst} days, later than eight weeks.`, figures);
  if (recist !== "PD" && recist !== "NE") return withoutProgression(evidence, figures);
  const by10mm = baselineSum.complete && exceedsBy(firstSum.value, baselineSum.value, multiply(10, course.scale.mm));
  const grownIn = (organs: number) =>
    by10mm &&
    (hasGrownBy(firstSum.value, baselineSum.value, 40) ||
      (hasGrownBy(firstSum.value, baselineSum.value, 20) && organs >= 2));
  const grown = grownIn(newOrgans);
  const unnamed = evidence.newLesions - evidence.newLesionOrgans.length;
  if (!grown && grownIn(newOrgans + unnamed)) return lacking("organ-not-named");
  if (!(grown && recist === "PD") && !(baselineSum.complete && firstSum.complete && recist === "PD"))
    return lacking("target-not-measured-on-all-three-scans");
  const growth = amount(
    toNumber(firstSum.value, course.scale.lengthDecimals) - toNumber(baselineSum.value, course.scale.lengthDecimals),
  );
  return decided(
    grown,
    `RECIST progression after ${daysToFirst} days; sum ${growth} and ${two(change)} % over baseline, new lesions in ${newOrgans} organs (10 mm with 40 %, or with 20 % and two organs, is asked).`,
    figures,
  );
}
const EIGHT_WEEKS_DAYS = 56;

function changeOf({ course, baselineSum, firstSum }: Evidence): number | null {
  if (!baselineSum.complete || !firstSum.complete) return null;
  const decimals = course.scale.lengthDecimals;
  return percentChange(toNumber(firstSum.value, decimals), toNumber(baselineSum.value, decimals));
}

const decided = (yes: boolean, text: string, figures: RuleFigures): DefinitionResult => ({
  result: yes ? "yes" : "no",
  text,
  figures,
  missing: [],
});

const withoutProgression = (evidence: Evidence, figures: RuleFigures): DefinitionResult =>
  decided(false, `RECIST 1.1 at the first evaluation is ${evidence.recist}, not progression.`, figures);

const lacking = (reason: string | null): DefinitionResult =>
  notEvaluable(reason ?? "figures-missing", `Not evaluable: it needs ${LACKING[reason ?? "figures-missing"]}.`);

const undefinedRatio = (figures: RuleFigures): DefinitionResult =>
  notEvaluable(
    "reference-growth-not-positive",
    "The tumour did not grow before treatment, so that a ratio to that growth is undefined.",
    figures,
  );
