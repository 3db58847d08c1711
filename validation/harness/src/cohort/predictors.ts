import { daysBetween, type ProtocolDocument, type ProtocolPredictor } from "@nadir/domain";
import type { SubjectFacts, VisitFacts } from "./facts.ts";

/** One predictor of one subject: a value with the day on which it became known, or the reason why there is none. */
export type PredictorValue =
  | { readonly value: number; readonly effectiveDay: number | null }
  | { readonly value: null; readonly reason: string };

/** A subject as a model sees it: index time and predictors, no outcome. Days count from treatment start. */
export interface PredictorRow {
  readonly subjectId: string;
  readonly subjectKey: string;
  readonly site: string;
  readonly arm: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly baselineSumMm: number | null;
  readonly indexDay: number | null;
  /** Why there is no index time, where there is none. */
  readonly noIndexReason: string | null;
  readonly predictors: Readonly<Record<string, PredictorValue>>;
}

export const NO_SCAN = "no on-treatment scan";
export const KNOWN_TOO_LATE = "known only after the index time";
export const NO_TARGET_FIGURE = "index scan without a target measurement";

/** Computes the protocol's index time and predictors for one subject. */
export function predictorRow(facts: SubjectFacts, protocol: ProtocolDocument): PredictorRow {
  const baseline = baselineVisit(facts);
  const index = indexVisit(facts, protocol.indexTime);
  const context = { facts, baseline, index: typeof index === "string" ? null : index };
  return {
    subjectId: facts.id,
    subjectKey: facts.key,
    site: facts.site,
    arm: facts.arm,
    sex: facts.sex,
    ageYears: facts.ageYears,
    baselineSumMm: baseline?.targetSumMm ?? null,
    indexDay: context.index && offset(facts, context.index.date),
    noIndexReason: typeof index === "string" ? index : null,
    predictors: Object.fromEntries(
      protocol.predictors.map((p) => [
        p.id,
        typeof index === "string"
          ? { value: null, reason: index }
          : inTime(p, within(p, predictorValue(p, context)), offset(facts, index.date), protocol.indexTime),
      ]),
    ),
  };
}

/** The first visit after treatment start, or the reason why it cannot serve as index time. */
function indexVisit(facts: SubjectFacts, rule: ProtocolDocument["indexTime"]): VisitFacts | string {
  const start = facts.treatmentStart;
  if (start === null) return "no treatment start";
  const first = facts.visits.find((v) => v.date > start && (v.role === "follow-up" || v.role === "unscheduled"));
  if (!first) return NO_SCAN;
  const day = daysBetween(start, first.date);
  return day < rule.earliestDay || day > rule.latestDay
    ? `first scan outside day ${rule.earliestDay} to ${rule.latestDay}`
    : first;
}

/** The baseline visit; where several are marked so, the last that is not after treatment start. */
function baselineVisit(facts: SubjectFacts): VisitFacts | null {
  const start = facts.treatmentStart;
  const marked = facts.visits.filter((v) => v.role === "baseline" && (start === null || v.date <= start));
  return marked.at(-1) ?? facts.visits.find((v) => v.role === "baseline") ?? null;
}

const offset = (facts: SubjectFacts, date: string): number => daysBetween(facts.treatmentStart!, date);

interface Context {
  readonly facts: SubjectFacts;
  readonly baseline: VisitFacts | null;
  readonly index: VisitFacts | null;
}

function predictorValue({ source }: ProtocolPredictor, { facts, baseline, index }: Context): PredictorValue {
  switch (source.from) {
    case "target-sum-change": {
      const before = baseline?.targetSumMm ?? null;
      const after = index?.targetSumMm ?? null;
      if (before === null || before === 0) return { value: null, reason: "baseline without a target measurement" };
      if (after === null || !index) return { value: null, reason: NO_TARGET_FIGURE };
      return { value: roundedPercent((100 * (after - before)) / before), effectiveDay: offset(facts, index.date) };
    }
    case "baseline-target-sum":
      return baseline?.targetSumMm == null
        ? { value: null, reason: "baseline without a target measurement" }
        : { value: baseline.targetSumMm, effectiveDay: offset(facts, baseline.date) };
    case "biomarker-value":
    case "biomarker-text": {
      const found = facts.biomarkers.find((b) => b.code === source.code);
      const value =
        source.from === "biomarker-value" ? (found?.value ?? null) : (source.map[found?.text ?? ""] ?? null);
      if (value === null) return { value: null, reason: `${source.code} unknown` };
      return { value, effectiveDay: found?.date ? offset(facts, found.date) : null };
    }
  }
}

/** A per cent of two lengths carries no information beyond 1e-9; without this, 0 % might come out as -1e-14 %. */
const roundedPercent = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

function within(predictor: ProtocolPredictor, found: PredictorValue): PredictorValue {
  if (found.value === null) return found;
  const [low, high] = predictor.allowedRange;
  return found.value >= low && found.value <= high
    ? found
    : { value: null, reason: `${predictor.id} ${found.value} outside ${low} to ${high}` };
}

/** The information cut: a value that became known after the index day (plus the declared window) is no predictor. */
function inTime(
  predictor: ProtocolPredictor,
  found: PredictorValue,
  indexDay: number,
  rule: ProtocolDocument["indexTime"],
): PredictorValue {
  const late = found.value !== null && (found.effectiveDay ?? 0) > indexDay + rule.informationWindowDays;
  return late ? { value: null, reason: `${predictor.id} ${KNOWN_TOO_LATE}` } : found;
}
