import { type CriterionOutcome, DAYS_PER_MONTH, daysBetween, Refusal, type ResponseCase } from "@nadir/domain";
import { unitOf } from "@nadir/response";
import { hyperprogression } from "../hyperprogression.ts";
import { type EvidenceItem, item, lacking, signedPercent } from "./evidence-item.ts";

interface Size {
  readonly visit: string;
  readonly date: string;
  readonly value: number;
}

/** To a volume: the cube of a diameter, the power 3/2 of a product of two, a volume itself. */
const POWER = { mm: 3, mm2: 1.5, mm3: 1 } as const;
/** Shortest interval of two scans from which a rate is read, as for hyperprogression (Champiat 2017). */
const MIN_INTERVAL_DAYS = 14;

/** Complete sums of the baseline and of every visit after it. */
export function sizesOf(document: ResponseCase, outcome: CriterionOutcome): Size[] {
  const dateOf = new Map(document.visits.map(({ id, date }) => [id, date]));
  const first = outcome.visitOrder.map((id) => outcome.visits[id]?.size.baseline).find((value) => value != null);
  const { baselineVisit } = outcome;
  const start = baselineVisit === null ? undefined : dateOf.get(baselineVisit);
  return [
    ...(first == null || baselineVisit === null || start === undefined
      ? []
      : [{ visit: baselineVisit, date: start, value: first }]),
    ...outcome.visitOrder.flatMap((visit) => {
      const at = outcome.visits[visit];
      return at === undefined || at.size.value === null || visit === baselineVisit
        ? []
        : [{ visit, date: at.date, value: at.size.value }];
    }),
  ];
}

/**
 * Tumour growth rate, % a month of 30.4375 days, of the volume that the sums stand for: 100 (exp(p ln(s₁/s₀)/t) − 1), p 3 for
 * diameters, 3/2 for products, 1 for volumes (Ferté 2014, Clin Cancer Res 20:246). Null for fewer than 14 days or from nothing.
 */
export function growthRate(from: Size, to: Size, unit: keyof typeof POWER): number | null {
  const days = daysBetween(from.date, to.date);
  if (days < MIN_INTERVAL_DAYS || from.value <= 0) return null;
  return 100 * Math.expm1((POWER[unit] * Math.log(to.value / from.value)) / (days / DAYS_PER_MONTH));
}

/** Growth up to the visit, before that, and after it. */
export function growthEvidence(document: ResponseCase, outcome: CriterionOutcome, visit: string): EvidenceItem[] {
  const sizes = sizesOf(document, outcome);
  const at = sizes.findIndex((size) => size.visit === visit);
  const unit = unitOf(outcome);
  const here = sizes[at];
  const prior = sizes[at - 1];
  const rate = (
    id: string,
    name: string,
    from: Size | undefined,
    to: Size | undefined,
    what: string,
    later = false,
  ): EvidenceItem => {
    if (from === undefined || to === undefined) return lacking(id, "Growth", name, what);
    const perMonth = growthRate(from, to, unit);
    if (perMonth === null)
      return lacking(
        id,
        "Growth",
        name,
        `14 days or more between ${from.visit} and ${to.visit}, and disease at ${from.visit}`,
      );
    return item(id, "Growth", name, `${signedPercent(perMonth)} a month`, `${from.visit} to ${to.visit}`, later);
  };
  return [
    at < 0 || prior === undefined || here === undefined
      ? lacking(
          "growth-to",
          "Growth",
          "Growth rate to this visit",
          "complete measurements at this visit and the one before",
        )
      : rate("growth-to", "Growth rate to this visit", prior, here, ""),
    at === 1
      ? beforeTreatment(document)
      : rate(
          "growth-before",
          "Growth rate before that",
          sizes[at - 2],
          prior,
          "two complete measurements before this visit",
        ),
    rate(
      "growth-after",
      "Growth rate after this visit",
      here,
      sizes[at + 1],
      "a complete measurement after this visit",
      true,
    ),
  ];
}

/** Growth between the scan before baseline and baseline, by diameters. */
function beforeTreatment(document: ResponseCase): EvidenceItem {
  const name = "Growth rate before treatment";
  const needs = "a scan at least 14 days before baseline, with its targets measured";
  try {
    const { kinetics, scans } = hyperprogression(document);
    return kinetics === null
      ? lacking("growth-before", "Growth", name, needs)
      : item(
          "growth-before",
          "Growth",
          name,
          `${signedPercent(kinetics.tgrRef)} a month`,
          `${scans.preBaseline} to ${scans.baseline}`,
        );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return lacking("growth-before", "Growth", name, needs);
  }
}
