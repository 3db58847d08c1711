import { lesionPlace, visitInWindow } from "@nadir/api/compute";
import { daysBetween, type ProtocolDocument, type ProtocolPredictor } from "@nadir/domain";
import type { BiomarkerFacts, FeatureFacts, SubjectFacts, VisitFacts } from "./facts.ts";
import { firstOnTreatment } from "./index-date.ts";

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
  /** Only for the table of participants; absent where they are not held. */
  readonly ethnicity?: string;
  readonly race?: string;
  readonly baselineSumMm: number | null;
  readonly indexDay: number | null;
  /** Why there is no index time, where there is none. */
  readonly noIndexReason: string | null;
  readonly predictors: Readonly<Record<string, PredictorValue>>;
}

export const NO_SCAN = "no on-treatment scan";
export const KNOWN_TOO_LATE = "known only after the index time";
export const OTHER_CONFIGURATION = "extracted with another configuration than the protocol names";
export const NO_TARGET_FIGURE = "index scan without a target measurement";

/** Computes the protocol's index time and predictors for one subject. */
export function predictorRow(facts: SubjectFacts, protocol: ProtocolDocument): PredictorRow {
  const baseline = baselineVisit(facts);
  const index = indexPoint(facts, protocol.indexTime);
  const known = typeof index === "string" ? null : index;
  return {
    subjectId: facts.id,
    subjectKey: facts.key,
    site: facts.site,
    arm: facts.arm,
    sex: facts.sex,
    ageYears: facts.ageYears,
    ...(facts.ethnicity === undefined ? {} : { ethnicity: facts.ethnicity }),
    ...(facts.race === undefined ? {} : { race: facts.race }),
    baselineSumMm: baseline?.targetSumMm ?? null,
    indexDay: known?.day ?? null,
    noIndexReason: typeof index === "string" ? index : null,
    predictors: Object.fromEntries(
      protocol.predictors.map((p) => [
        p.id,
        typeof index === "string"
          ? { value: null, reason: index }
          : inTime(p, within(p, predictorValue(p, { facts, baseline, index })), index.day, protocol.indexTime),
      ]),
    ),
  };
}

/** The landmark: days from treatment start, the visit that is judged there, and the last day that counts as known. */
interface IndexPoint {
  readonly day: number;
  readonly visit: VisitFacts | null;
  readonly knownUntil: number;
}

/** The subject's landmark, or the reason why it has none. */
function indexPoint(facts: SubjectFacts, rule: ProtocolDocument["indexTime"]): IndexPoint | string {
  const start = facts.treatmentStart;
  if (start === null) return "no treatment start";
  if (rule.kind === "day-from-treatment-start") {
    const knownUntil = rule.day + rule.informationWindowDays;
    const visit = facts.visits.findLast((v) => v.date > start && daysBetween(start, v.date) <= knownUntil) ?? null;
    return { day: rule.day, visit, knownUntil };
  }
  const first = firstOnTreatment(facts, start);
  if (!first) return NO_SCAN;
  const day = daysBetween(start, first.date);
  return day < rule.earliestDay || day > rule.latestDay
    ? `first scan outside day ${rule.earliestDay} to ${rule.latestDay}`
    : { day, visit: first, knownUntil: day + rule.informationWindowDays };
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
  readonly index: IndexPoint;
}

function predictorValue(predictor: ProtocolPredictor, { facts, baseline, index }: Context): PredictorValue {
  const { source } = predictor;
  switch (source.from) {
    case "target-sum-change": {
      const before = baseline?.targetSumMm ?? null;
      const after = index.visit?.targetSumMm ?? null;
      if (before === null || before === 0) return { value: null, reason: "baseline without a target measurement" };
      if (after === null || !index.visit) return { value: null, reason: NO_TARGET_FIGURE };
      return {
        value: roundedPercent((100 * (after - before)) / before),
        effectiveDay: offset(facts, index.visit.date),
      };
    }
    case "baseline-target-sum":
      return baseline?.targetSumMm == null
        ? { value: null, reason: "baseline without a target measurement" }
        : { value: baseline.targetSumMm, effectiveDay: offset(facts, baseline.date) };
    case "age":
      return facts.ageYears === null
        ? { value: null, reason: "age unknown" }
        : { value: facts.ageYears, effectiveDay: null };
    case "sex": {
      const value = source.map[facts.sex];
      return value === undefined ? { value: null, reason: "sex unknown" } : { value, effectiveDay: null };
    }
    case "observation": {
      const found = facts.observations.findLast(
        (o) => o.code === source.code && offset(facts, o.date) <= index.knownUntil,
      );
      return found
        ? { value: found.value, effectiveDay: offset(facts, found.date) }
        : { value: null, reason: `${source.code} not observed by the index time` };
    }
    case "lesion-location":
      return locationValue(source, { facts, baseline, index });
    case "feature":
      return featureValue(predictor, source, { facts, baseline, index });
    case "biomarker-value":
    case "biomarker-text": {
      const found = markerOf(facts, source.code);
      const value =
        source.from === "biomarker-value" ? (found?.value ?? null) : (source.map[found?.text ?? ""] ?? null);
      if (value === null) return { value: null, reason: `${source.code} unknown` };
      return { value, effectiveDay: found?.date ? offset(facts, found.date) : null };
    }
  }
}

/** The record's row of a marker that a predictor takes: the earliest, one without a date first. */
export const markerOf = (facts: SubjectFacts, code: string): BiomarkerFacts | undefined =>
  facts.biomarkers.find((b) => b.code === code);

/** Where the target lesions lie, as it was known at baseline. */
function locationValue(
  { place, over }: Extract<ProtocolPredictor["source"], { from: "lesion-location" }>,
  { facts, baseline }: Context,
): PredictorValue {
  const places = (facts.targetOrgans ?? []).map((organ) => lesionPlace(organ));
  if (places.length === 0 || !baseline) return { value: null, reason: "no target lesion with an organ" };
  const there = places.filter((p) => p === place).length;
  return {
    value: over === "any" ? Math.min(1, there) : there / places.length,
    effectiveDay: offset(facts, baseline.date),
  };
}

/** A feature over the target lesions of a visit, by the configuration that the predictor names and by no other. */
function featureValue(
  { id, featureConfigHash }: ProtocolPredictor,
  { key, modality, at, over = "mean" }: Extract<ProtocolPredictor["source"], { from: "feature" }>,
  { facts, baseline, index }: Context,
): PredictorValue {
  const figureAt = (visit: VisitFacts | null): PredictorValue => {
    const vectors = facts.features.filter((f) => f.visitKey === visit?.key && f.modality === modality && f.target);
    if (!visit || vectors.length === 0)
      return { value: null, reason: `${id}: no features of ${modality} at that visit` };
    const asked = vectors.filter((f) => f.configHash === featureConfigHash);
    if (asked.length === 0) return { value: null, reason: `${id} ${OTHER_CONFIGURATION}` };
    const values = asked.flatMap((f) => f.values[key] ?? []);
    if (values.length < asked.length) return { value: null, reason: `${id}: not defined for every target lesion` };
    const value = overLesions(asked, values, over);
    return value === null
      ? { value: null, reason: `${id}: the size of a lesion is not known, so the largest cannot be told` }
      : { value, effectiveDay: offset(facts, visit.date) };
  };
  if (at === "baseline") return figureAt(baseline);
  const window = at === "delta-window" || at === "delta-window-change-percent";
  const visit = window ? visitInDeltaWindow(facts) : index.visit;
  if (typeof visit === "string") return { value: null, reason: `${id}: ${visit}` };
  const now = figureAt(visit);
  if (at === "index" || at === "delta-window" || now.value === null) return now;
  const before = figureAt(baseline);
  if (before.value === null) return before;
  if (before.value === 0) return { value: null, reason: `${id}: 0 at baseline has no relative change` };
  return { value: (100 * (now.value - before.value)) / before.value, effectiveDay: now.effectiveDay };
}

/** One figure of a patient from those of the lesions; the largest by volume, the lesser value on a tie. */
function overLesions(
  vectors: readonly FeatureFacts[],
  values: readonly number[],
  over: "mean" | "largest" | "least" | "greatest",
): number | null {
  if (over === "mean") return values.reduce((s, v) => s + v, 0) / values.length;
  if (over === "least") return Math.min(...values);
  if (over === "greatest") return Math.max(...values);
  const sizes = vectors.map((f) => f.volumeMm3 ?? null);
  if (sizes.includes(null)) return null;
  const most = Math.max(...sizes.map((s) => s!));
  return Math.min(...values.filter((_, n) => sizes[n] === most));
}

/** The visit in the trial's window nearest to its middle, the earlier on a tie; or why there is none. */
function visitInDeltaWindow(facts: SubjectFacts): VisitFacts | string {
  const window = facts.deltaWindow ?? null;
  if (!window || facts.treatmentStart === null) return "the trial names no window for changes (trial.deltaWindow)";
  const days = facts.visits.map((visit) => ({ visit, day: offset(facts, visit.date) }));
  const found = visitInWindow(days, { ...window, targetDay: (window.fromDay + window.toDay) / 2 });
  return found?.visit ?? `no visit from day ${window.fromDay} to day ${window.toDay}`;
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
