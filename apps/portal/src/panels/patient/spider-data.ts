import type { Patient } from "@nadir/api/read";
import { daysBetween } from "@nadir/domain";
import { BURDEN_NAMES, changeThresholds, unitOf } from "@nadir/response";
import { simulatedNotice } from "../../ui/simulated.ts";

/** Under the trial's primary criterion, else the first there is. */
export const primaryAssessment = ({ assessments, trial }: Patient) =>
  assessments.find((a) => trial.criteria.some((c) => c.id === a.criterion && c.primary)) ?? assessments[0];

/** The change of the burden under the primary criterion, against its own thresholds, as the spider plot takes it; null without a baseline. */
export function spiderOf(patient: Patient) {
  const primary = primaryAssessment(patient);
  const baseline = patient.visits.find((v) => v.id === primary?.outcome.baselineVisit);
  if (!primary || !baseline) return null;
  const visits = Object.values(primary.outcome.visits);
  const unit = unitOf(primary.outcome);
  const measure = BURDEN_NAMES[unit];
  const { response, progression } = changeThresholds(primary.criterion, {
    parameters: primary.outcome.parameters ?? null,
    unit,
  });
  const subject = {
    key: patient.subject.key,
    points: [
      { day: 0, changePercent: 0 },
      ...visits.map((v) => ({ day: daysBetween(baseline.date, v.date), changePercent: v.size.percentFromBaseline })),
    ],
  };
  const isSimulated = patient.visits.some((v) => v.simulated);
  const options = {
    measure,
    progressionPercent: progression,
    references: [
      ...(response === null ? [] : [{ percent: response, label: "PR" }]),
      ...(progression === null ? [] : [{ percent: progression, label: "PD" }]),
    ],
    title: `Change of ${measure} from baseline, patient ${patient.subject.key}`,
    ...simulatedNotice(isSimulated),
  };
  return { criterion: primary.criterion, subject, options, isSimulated };
}
