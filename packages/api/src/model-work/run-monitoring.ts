import { asPerson, type Database, type Tx } from "@nadir/db";
import { canonicalJson, givesProbability, hashOf, type ModelCard, Refusal, refuse } from "@nadir/domain";
import {
  type CalibrationOfMany,
  landmarkValidity,
  type MonitoredSubject,
  type Monitoring,
  monitor,
  monitorSentences,
  outcomeFrom,
} from "@nadir/risk";
import { requireWholePermission } from "../identity/permissions.ts";
import type { JobProgress } from "../jobs/progress.ts";
import { problemsOf } from "../models/card-of.ts";
import { readModel } from "../models/list-models.ts";
import {
  type MonitoredOutcome,
  type MonitoringRecord,
  type MonitoringWish,
  monitoringRecord,
  monitoringWish,
} from "../models/monitoring-record.ts";
import { trialAccess } from "../read/view.ts";
import { type ScoredVisit, scoredVisits } from "./scored-visits.ts";

/** The odds ratio that the cumulative sum is to find, and the share of false alarms over a series (`nadir monitor`). */
const WATCH = { oddsRatio: 2, falseAlarm: 0.05, seed: 20260101 } as const;
/** Training patients on the card from which the reference of inputs is taken; with fewer, the first period is. */
const LEAST_REFERENCE = 20;

/**
 * Watches a registered model over its trial from the record: calibration and drift by calendar period (each patient once, at
 * the moment at which the model speaks first), and whether the score still holds at later visits. Stores what came out.
 * Refuses as `readModel`, `NOT_ALLOWED`, `NO_PROBABILITY`, `NO_SCORE` (no patient can be scored) and a wish of another shape.
 */
export async function runMonitoring(
  db: Database,
  personId: string,
  { modelId, wish }: { readonly modelId: string; readonly wish: unknown },
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<{ readonly id: string; readonly modelId: string }> {
  const read = monitoringWish.safeParse(wish);
  if (!read.success) throw new Refusal(problemsOf(read.error.issues));
  return asPerson(db, personId, async (tx) => {
    const { trial, card } = await readModel(tx, personId, modelId);
    const { trialId } = await trialAccess(tx, personId, trial);
    await requireWholePermission(tx, personId, trialId, "write-protocol");
    if (!givesProbability(card.signature.form))
      return refuse("NO_PROBABILITY", "The model gives a score and no probability: there is no calibration to watch.");
    onProgress({ step: "scoring every visit", done: 0, total: 1 });
    const found = await scoredVisits(tx, trialId, card);
    if (found.scored.length === 0)
      return refuse(
        "NO_SCORE",
        `No patient outside sealed test sets has the inputs of the model in the record: ${card.signature.inputs.map((i) => i.label).join(", ")}.`,
      );
    const outcomes = await outcomesOf(tx, trialId, read.data.outcome);
    const record = recordOf(card, read.data, found, outcomes);
    const [made] = await tx.sql<{ id: string }[]>`
      insert into validation.model_monitoring (trial_id, model_id, document, document_hash)
      values (${trialId}, ${modelId}, ${canonicalJson(record)}::text::jsonb, ${hashOf(record)}) returning id`;
    return { id: made!.id, modelId };
  });
}

type OutcomeOn = (day: number) => 0 | 1 | null | "gone";

/** By subject: what the outcome is when one asks on a day. */
async function outcomesOf({ sql }: Tx, trialId: string, of: MonitoredOutcome): Promise<ReadonlyMap<string, OutcomeOn>> {
  const rows = await sql<{ id: string; time: number | null; event: boolean | null; value: string | null }[]>`
    select o.subject_id as id, (o.document ->> 'timeDays')::float8 as time, (o.document ->> 'event')::boolean as event,
           o.document ->> 'value' as value
      from record.outcome o
     where o.trial_id = ${trialId} and o.endpoint = ${of.endpoint} and o.superseded_at is null
       and not exists (select from sealed.member m where m.subject_id = o.subject_id)`;
  return new Map(
    rows.flatMap(({ id, time, event, value }): [string, OutcomeOn][] => {
      if (of.kind === "value") return value === null ? [] : [[id, () => (value === of.positive ? 1 : 0)]];
      return time === null || event === null
        ? []
        : [[id, (day) => outcomeFrom(day, of.days, { timeDays: time, event })]];
    }),
  );
}

function recordOf(
  card: ModelCard,
  wish: MonitoringWish,
  { scored, notScored, sealed }: Awaited<ReturnType<typeof scoredVisits>>,
  outcomes: ReadonlyMap<string, OutcomeOn>,
): MonitoringRecord {
  const judged = scored.flatMap((visit) => {
    const outcome = outcomes.get(visit.subjectId)?.(visit.day) ?? null;
    return outcome === "gone" ? [] : [{ ...visit, outcome }];
  });
  const first = firstOfEach(judged);
  const inputs = Object.keys(first[0]?.inputs ?? {});
  const reference = referenceOf(card, inputs);
  const watched: MonitoredSubject[] = [...first].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  if (watched.length === 0)
    refuse("NO_SCORE", "Every patient with a score had the outcome, or left, before the model spoke.");
  const answer = withoutNames(monitor(watched, { period: wish.period, inputs, reference, ...WATCH }));
  return monitoringRecord.parse({
    schema: "nadir.model-monitoring/1",
    wish,
    subjects: watched.length,
    known: watched.filter((s) => s.outcome !== null).length,
    notScored,
    sealed,
    reference: reference ? "the training patients of the card" : `the first period, ${answer.periods[0]?.period}`,
    periods: answer.periods.map(({ period, subjects, calibration, drift }) => ({
      period,
      subjects,
      calibration: told(calibration),
      drift: drift.map(({ column, missing, stability, test }) => ({
        input: column === "probability" ? "the prediction itself" : labelOf(card, column),
        missing,
        stability: stability.estimable ? stability.index : null,
        limit: stability.estimable ? stability.limit : null,
        p: test.estimable ? test.p : null,
        reason: stability.estimable ? null : stability.reason,
      })),
    })),
    cusum: answer.cusum,
    visits: landmarkValidity(judged).map((v) => ({
      order: v.order,
      label: v.order === 0 ? "start of treatment" : `scan ${v.order}`,
      subjects: v.subjects,
      calibration: told(v.calibration),
      auc: v.auc,
    })),
    sentences: monitorSentences(answer).map((sentence) =>
      inputs.reduce((text, name) => text.replaceAll(`'${name}'`, `'${labelOf(card, name)}'`), sentence),
    ),
  });
}

/** No patient stands in the record by key: members of single sites read it too. */
function withoutNames({ periods, cusum }: Monitoring): Monitoring {
  const unnamed = (signal: Monitoring["cusum"]["signalAbove"]) => signal && { ...signal, subject: "a patient" };
  const [signalAbove, signalBelow] = [unnamed(cusum.signalAbove), unnamed(cusum.signalBelow)];
  return { periods, cusum: { ...cusum, signalAbove, signalBelow } };
}

/** Each patient once: at the moment at which the model speaks first. */
function firstOfEach<T extends ScoredVisit>(judged: readonly T[]): T[] {
  const first = new Map<string, T>();
  for (const visit of judged) if (!first.has(visit.subjectId)) first.set(visit.subjectId, visit);
  return [...first.values()];
}

function referenceOf({ neighbours }: ModelCard, inputs: readonly string[]): Record<string, number[]> | null {
  if (neighbours === undefined || neighbours.length < LEAST_REFERENCE) return null;
  return Object.fromEntries(
    inputs.flatMap((name) => {
      const values = neighbours.flatMap((n) => (n.values[name] === undefined ? [] : [n.values[name]]));
      return values.length === 0 ? [] : [[name, values]];
    }),
  );
}

const labelOf = ({ signature }: ModelCard, name: string): string =>
  signature.inputs.find((i) => i.name === name)?.label ?? name;

const told = (c: CalibrationOfMany) => ({
  known: c.known,
  observed: c.observed,
  expected: c.expected,
  intercept: c.estimable ? c.intercept : null,
  lower: c.estimable ? c.lower : null,
  upper: c.estimable ? c.upper : null,
  reason: c.estimable ? null : c.reason,
});
