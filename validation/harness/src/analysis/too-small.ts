import {
  type AnalysisResult,
  type FrozenBlock,
  type ProtocolDocument,
  primaryMeasure,
  type ValidationResult,
} from "@nadir/domain";
import { expectedWidth, requiredSampleSize, scoreLimits } from "../precision.ts";

/** Fewer events than this carry no hazard ratio worth a sentence (a rule of thumb, stated as such). */
export const LEAST_EVENTS = 10;

/** The precision statement that is made before opening, from the training prevalence and the count of evaluable subjects. */
export function precisionBeforeOpening(
  protocol: ProtocolDocument,
  evaluable: number,
  trainingEvents: number,
  trainingNonEvents: number,
): FrozenBlock["precision"] {
  const { assumedAuc, targetWidth, prevalence: assumed } = protocol.sampleSize;
  const prevalence = assumed === "training" ? trainingEvents / (trainingEvents + trainingNonEvents) : assumed;
  const rows = assumedAuc.map((auc) => ({
    auc,
    expectedEvents: evaluable * prevalence,
    expectedWidth: expectedWidth(auc, evaluable, prevalence),
    requiredN: requiredSampleSize(auc, prevalence, targetWidth),
  }));
  // A C-index is taken like the AUC of those with and those without an observed event.
  const measure = primaryMeasure(protocol.primary);
  const most = Math.max(...rows.map((r) => r.requiredN));
  const least = Math.min(...rows.map((r) => r.requiredN));
  const widths = rows.flatMap((r) => r.expectedWidth ?? []);
  return {
    evaluable,
    prevalence,
    rows,
    statement:
      `Before opening: ${evaluable} test subjects can be predicted. At the ${assumed === "training" ? "training" : "assumed"} prevalence of ${percent(prevalence)} ` +
      `${(evaluable * prevalence).toFixed(1)} events are expected, and ` +
      (widths.length === 0
        ? "no interval can be expected at all"
        : `the 95 % interval of the ${measure} would be ${span(widths)} wide`) +
      `; a width of ${targetWidth} needs ${least} to ${most} subjects.`,
  };
}

const article = (measure: string): string => (measure.startsWith("AUC") ? "An" : "A");
const percent = (p: number): string => `${(100 * p).toFixed(0)} %`;
const span = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values).toFixed(2), Math.max(...values).toFixed(2)];
  return low === high ? low : `${low} to ${high}`;
};

/** What cannot be concluded, each with the figures that say so. */
export function tooSmallStatements(
  frozen: FrozenBlock,
  primary: ValidationResult["primary"],
  secondary: readonly AnalysisResult[],
  subgroups: ValidationResult["subgroups"],
  protocol: ProtocolDocument,
): string[] {
  const { events, nonEvents, auc } = primary.analysis;
  const statements = [frozen.precision.statement];
  const measure = primaryMeasure(protocol.primary);
  if (events > 0 && nonEvents > 0 && auc.value !== null) {
    const [low, high] = scoreLimits(auc.value, events, nonEvents);
    const prevalence = events / (events + nonEvents);
    const needed = protocol.sampleSize.assumedAuc.map((a) =>
      requiredSampleSize(a, prevalence, protocol.sampleSize.targetWidth),
    );
    statements.push(
      `After opening: ${events + nonEvents} subjects, ${events} with and ${nonEvents} without the outcome. ${article(measure)} ${measure} of ${auc.value.toFixed(2)} from so few is compatible with a true value from ${low.toFixed(2)} to ${high.toFixed(2)} (score limits). At this prevalence a width of ${protocol.sampleSize.targetWidth} needs ${Math.min(...needed)} to ${Math.max(...needed)} subjects.`,
    );
  } else
    statements.push(
      `After opening: ${events} subjects with and ${nonEvents} without the outcome. ${article(measure)} ${measure} needs both; nothing can be said.`,
    );
  for (const r of secondary.filter((s) => s.set === "test")) {
    if (r.kind === "survival-by-group") {
      const total = r.groups.reduce((s, g) => s + g.events, 0);
      const sizes = r.groups.map((g) => g.n);
      if (total < LEAST_EVENTS || sizes.includes(0))
        statements.push(
          `${r.title}: ${total} events in groups of ${sizes.join(" and ")} after the landmark. ${
            sizes.includes(0)
              ? "With an empty group nothing can be compared."
              : r.hazardRatio.value === null
                ? `No hazard ratio exists: ${r.hazardRatio.note}`
                : `Fewer than ${LEAST_EVENTS} events carry no dependable hazard ratio.`
          }`,
        );
    }
    if (r.kind === "calibration" && (r.observed < LEAST_EVENTS || r.n - r.observed < LEAST_EVENTS))
      statements.push(
        `${r.title}: ${r.observed} events and ${r.n - r.observed} without; a slope or a curve from so few would be noise.`,
      );
  }
  const asymptotic = secondary.filter(
    (r) =>
      r.set === "test" &&
      ((r.kind === "cox" && r.events < LEAST_EVENTS) ||
        (r.kind === "survival-by-group" &&
          r.logRank.p !== null &&
          r.groups.reduce((s, g) => s + g.events, 0) < LEAST_EVENTS)),
  );
  if (asymptotic.length > 0)
    statements.push(
      `The p-values of ${asymptotic.length} survival tests in the test set rest on fewer than ${LEAST_EVENTS} events. They are large-sample approximations, printed because the plan lists them; they are not evidence.`,
    );
  const suppressed = subgroups.filter((s) => s.auc.value === null).length;
  if (suppressed > 0)
    statements.push(
      `Subgroups: ${suppressed} of ${subgroups.length} lie below the planned minimum and are counted only.`,
    );
  return statements;
}
