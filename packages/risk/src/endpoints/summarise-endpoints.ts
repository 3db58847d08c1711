import { type CohortEndpoints, cohortEndpoints, type Endpoints, NO_DEATH_RECORDED } from "@nadir/response";
import {
  type Estimated,
  estimated,
  type Interval,
  type KaplanMeierCurve,
  kaplanMeier,
  notEstimable,
  proportion,
  type SurvivalQuantile,
  survivalQuantile,
} from "@nadir/statistics";

/** A share of a cohort: `count` of `of`, with the exact limits of Clopper and Pearson 1934 (95 %), as rates of response are reported. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly estimate: number;
  readonly interval: Interval;
}

/** A time to event of a cohort, in days: the Kaplan–Meier curve and its median. */
export interface TimeSummary {
  readonly curve: KaplanMeierCurve;
  readonly median: SurvivalQuantile;
  /** How the patients' times ended: each rule in words, with the number of patients. */
  readonly rules: readonly { readonly rule: string; readonly patients: number }[];
}

export interface EndpointSummary {
  readonly criterion: string;
  readonly patients: number;
  readonly objectiveResponse: { readonly confirmed: Estimated<Rate>; readonly unconfirmed: Estimated<Rate> };
  readonly diseaseControl: { readonly confirmed: Estimated<Rate>; readonly unconfirmed: Estimated<Rate> };
  /** Of the patients not left out; `leftOut` were censored before six months. */
  readonly durableClinicalBenefit: { readonly rate: Estimated<Rate>; readonly leftOut: number };
  readonly pfs: Estimated<TimeSummary>;
  readonly ttp: Estimated<TimeSummary>;
  /** Not estimable where no death is recorded: a curve would stay at 100 %, whatever happened. */
  readonly os: Estimated<TimeSummary>;
  /** Of the patients with a confirmed response. */
  readonly durationOfResponse: Estimated<TimeSummary>;
  readonly landmarks: CohortEndpoints["landmarks"];
  readonly cutOffs: CohortEndpoints["cutOffs"];
}

/** The endpoints of a cohort under one criterion: rates with limits, curves, and every censoring rule counted. */
export function summariseEndpoints(criterion: string, patients: readonly Endpoints[]): EndpointSummary {
  const cohort = cohortEndpoints(patients);
  const both = ({ confirmed, unconfirmed }: { confirmed: number; unconfirmed: number }) => ({
    confirmed: rateOf(confirmed, patients.length),
    unconfirmed: rateOf(unconfirmed, patients.length),
  });
  const { yes, no, leftOut } = cohort.durableClinicalBenefit;
  const responses = patients.flatMap(({ durationOfResponse }) => (durationOfResponse ? [durationOfResponse] : []));
  return {
    criterion,
    patients: patients.length,
    objectiveResponse: both(cohort.objectiveResponse),
    diseaseControl: both(cohort.diseaseControl),
    durableClinicalBenefit: { rate: rateOf(yes, yes + no), leftOut },
    pfs: timeSummary(patients.map(({ pfs }) => pfs)),
    ttp: timeSummary(patients.map(({ ttp }) => ttp)),
    os:
      patients.length > 0 && patients.every(({ os }) => os.status === "censored")
        ? notEstimable(NO_DEATH_RECORDED)
        : timeSummary(patients.map(({ os }) => os)),
    durationOfResponse: timeSummary(
      responses.map(({ days, status }) => ({
        days,
        status,
        rule:
          status === "event"
            ? "Progression or death after the confirmed response."
            : "Response ongoing: censored where progression-free survival is.",
      })),
    ),
    landmarks: cohort.landmarks,
    cutOffs: cohort.cutOffs,
  };
}

function rateOf(count: number, of: number): Estimated<Rate> {
  const found = proportion(count, of);
  return found.estimable ? estimated({ count, of, estimate: found.estimate, interval: found.clopperPearson }) : found;
}

interface Timed {
  readonly days: number;
  readonly status: "event" | "censored";
  readonly rule: string;
}

/** An event or a censoring before treatment start (a scan between baseline and start) counts as day 0. */
function timeSummary(times: readonly Timed[]): Estimated<TimeSummary> {
  if (times.length === 0) return notEstimable("No patient has this time.");
  const curve = kaplanMeier({
    time: times.map(({ days }) => Math.max(0, days)),
    event: times.map(({ status }) => (status === "event" ? 1 : 0)),
  });
  if (!curve.estimable) return curve;
  const counts = new Map<string, number>();
  for (const { rule } of times) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rules = [...counts]
    .map(([rule, n]) => ({ rule, patients: n }))
    .sort((a, b) => b.patients - a.patients || (a.rule < b.rule ? -1 : 1));
  return estimated({ curve, median: survivalQuantile(curve), rules });
}
