import type { Patient } from "@nadir/api/read";
import { daysBetween } from "@nadir/domain";
import { simulatedNotice } from "../../ui/simulated.ts";

/** Reference lines by what is measured: RECIST 1.1 for diameters, RANO 2.0 for products and volumes. */
const references = {
  mm: { measure: "sum of diameters", response: -30, progression: 20 },
  mm2: { measure: "sum of products", response: -50, progression: 25 },
  mm3: { measure: "volume", response: -65, progression: 40 },
} as const;

/** The change of the target burden under the primary criterion, as the spider plot takes it; null without a baseline. */
export function spiderOf(patient: Patient) {
  const primary =
    patient.assessments.find((a) => patient.trial.criteria.some((c) => c.id === a.criterion && c.primary)) ??
    patient.assessments[0];
  const baseline = patient.visits.find((v) => v.id === primary?.outcome.baselineVisit);
  if (!primary || !baseline) return null;
  const visits = Object.values(primary.outcome.visits);
  const { measure, response, progression } = references[visits[0]?.size.unit ?? "mm"];
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
      { percent: response, label: "PR" },
      { percent: progression, label: "PD" },
    ],
    title: `Change of ${measure} from baseline, patient ${patient.subject.key}`,
    ...simulatedNotice(isSimulated),
  };
  return { criterion: primary.criterion, subject, options, isSimulated };
}
