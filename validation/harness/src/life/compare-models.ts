import { protocolAccess, readProtocolRow } from "@nadir/api/trial-validation";
import { appendAudit, asPerson, type Database, type Tx } from "@nadir/db";
import {
  hashOf,
  type ModelComparison,
  modelComparison,
  type ProtocolDocument,
  type ProtocolEndpoint,
  refuse,
} from "@nadir/domain";
import {
  compareAucPaired,
  concordanceDifference,
  type Estimated,
  type Interval,
  netBenefitDifference,
  notEstimable,
} from "@nadir/statistics";
import { type AnalysisSubject, afterLandmark, binaryOutcome, endpointOf } from "../analysis/subject.ts";
import { readAnalysed } from "./assemble-result.ts";

const MOST_THRESHOLDS = 12;

interface Side {
  readonly id: string;
  readonly document: ProtocolDocument;
  readonly testSetId: string;
  readonly endpoint: ProtocolEndpoint;
  readonly head: Omit<ModelComparison["models"][number], "value">;
}

/**
 * Two models on one locked test set, from the predictions that were committed before the opening: DeLong's difference of AUC
 * (of Harrell's C with follow-up) and that of net benefit. Both protocols must have been opened and reported on that set with
 * the same endpoint. A comparison is an analysis that nobody planned; it is logged. Refuses `NOT_ALLOWED`, `NOT_REPORTED`,
 * `SAME_PROTOCOL`, `TEST_SETS_DIFFER` and `ENDPOINTS_DIFFER`.
 */
export async function compareModels(
  db: Database,
  personId: string,
  [first, second]: readonly [string, string],
): Promise<ModelComparison> {
  if (first === second) refuse("SAME_PROTOCOL", "One protocol is named twice; a comparison is of two.");
  const sides = await asPerson(db, personId, async (tx) => [
    await sideOf(tx, personId, first),
    await sideOf(tx, personId, second),
  ]);
  const [a, b] = sides as [Side, Side];
  if (a.testSetId !== b.testSetId)
    refuse(
      "TEST_SETS_DIFFER",
      `${a.head.family} and ${b.head.family} were tested on different sets of patients; a difference between them would be one of patients.`,
    );
  if (hashOf(a.endpoint) !== hashOf(b.endpoint))
    refuse(
      "ENDPOINTS_DIFFER",
      `${a.head.family} was tested on '${a.endpoint.id}' and ${b.head.family} on '${b.endpoint.id}', or they define it differently; there is no common truth to compare them by.`,
    );
  const { testSet, openings } = await testSetOf(db, personId, a.testSetId);
  const pairs = paired(
    (await readAnalysed(db, { personId, protocolId: first })).subjects,
    (await readAnalysed(db, { personId, protocolId: second })).subjects,
  );
  const result = modelComparison.parse({ ...judged(a, b, pairs), testSet, openings });
  await asPerson(db, personId, async (tx) => {
    const { trialId } = await readProtocolRow(tx, first);
    await appendAudit(tx, {
      action: "models-compared",
      object: `validation.protocol/${first}`,
      payload: { trial: trialId, with: second, testSet, openings, resultHash: hashOf(result) },
    });
  });
  return result;
}

async function sideOf(tx: Tx, personId: string, id: string): Promise<Side> {
  await protocolAccess(tx, personId, id, ["open-outcomes"]);
  const row = await readProtocolRow(tx, id);
  const { document } = row;
  const [opening] = await tx.sql<{ reuse: number }[]>`select reuse from sealed.opening where protocol_id = ${id}`;
  if (!opening || (row.state !== "reported" && row.state !== "archived"))
    return refuse(
      "NOT_REPORTED",
      `${document.identity.family} version ${document.identity.version} has not been opened and reported under its lock; only what was can be compared.`,
    );
  const { family, version, title } = document.identity;
  return {
    id,
    document,
    testSetId: row.testSetId ?? "",
    endpoint: endpointOf(document, document.model.endpoint),
    head: { protocolId: id, family, version, title, reuse: opening.reuse },
  };
}

async function testSetOf(db: Database, personId: string, testSetId: string) {
  return asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ testSet: string; openings: number }[]>`
      select s.key as "testSet", (select max(o.reuse) from sealed.opening o where o.test_set_id = s.id)::int as openings
        from sealed.test_set s where s.id = ${testSetId}`;
    return row!;
  });
}

interface Pair {
  readonly subject: AnalysisSubject;
  readonly a: number | null;
  readonly b: number | null;
}

function paired(first: readonly AnalysisSubject[], second: readonly AnalysisSubject[]): Pair[] {
  const others = new Map(
    second.filter((s) => s.set === "test").map((s) => [s.prediction.subjectId, s.prediction.value]),
  );
  return first
    .filter((s) => s.set === "test" && others.has(s.prediction.subjectId))
    .map((subject) => ({ subject, a: subject.prediction.value, b: others.get(subject.prediction.subjectId) ?? null }));
}

function judged(one: Side, two: Side, pairs: readonly Pair[]): Omit<ModelComparison, "testSet" | "openings"> {
  const { endpoint } = one;
  const rows = pairs.flatMap(({ subject, a, b }) => {
    const known = endpoint.type === "binary" ? binaryOf(subject, endpoint) : followUpOf(subject, endpoint);
    return a === null || b === null || known === null ? [] : [{ a, b, ...known }];
  });
  const [a, b] = [rows.map((r) => r.a), rows.map((r) => r.b)];
  const event = rows.map((r) => r.event);
  const isBinary = endpoint.type === "binary";
  const measured = isBinary ? compareAucPaired(a, b, event) : followedUp(rows, a, b);
  const value = (at: 0 | 1): number | null => {
    if (!measured.estimable) return null;
    if ("auc1" in measured) return at === 0 ? measured.auc1 : measured.auc2;
    return at === 0 ? measured.first : measured.second;
  };
  return {
    schema: "nadir.model-comparison/1",
    endpoint: endpoint.id,
    measure: isBinary ? "AUC" : "C",
    method: isBinary ? "paired, DeLong 1988" : "paired difference of Harrell's C, infinitesimal jackknife",
    models: [
      { ...one.head, value: value(0) },
      { ...two.head, value: value(1) },
    ],
    subjects: rows.length,
    events: event.filter(Boolean).length,
    leftOut: pairs.length - rows.length,
    difference: measured.estimable
      ? { estimable: true, difference: measured.difference, p: measured.p, ...limits(measured.interval) }
      : measured,
    netBenefit: isBinary
      ? netBenefitOf(one, two, a, b, event)
      : notEstimable(
          "With follow-up the difference of net benefit has no interval here; the two reports give each one.",
        ),
    warnings: [
      "Neither protocol planned this comparison: it is exploratory, and its p is not adjusted.",
      ...(one.head.reuse === 1 && two.head.reuse === 1
        ? []
        : [
            "The set had been opened before the second of the two protocols was locked: who wrote it could have known the first result.",
          ]),
    ],
  };
}

const limits = ({ lower, upper, level }: Interval) => ({ lower, upper, level });

function binaryOf(subject: AnalysisSubject, endpoint: ProtocolEndpoint) {
  const event = binaryOutcome(subject.outcomes, endpoint);
  return event === null ? null : { event, time: 0 };
}

function followUpOf(subject: AnalysisSubject, endpoint: ProtocolEndpoint) {
  const found = afterLandmark(subject, endpoint);
  return typeof found === "string" ? null : found;
}

function followedUp(rows: readonly { time: number; event: boolean }[], a: readonly number[], b: readonly number[]) {
  if (rows.length === 0) return notEstimable("No test subject has both predictions and follow-up after the landmark.");
  const input = { time: rows.map((r) => r.time), event: rows.map((r) => r.event) };
  return concordanceDifference({ ...input, scores: [a, b] });
}

/** Whether the model says that its numbers are probabilities of a binary endpoint. */
function givesProbability({ document: { model } }: Side): boolean {
  const output = "output" in model ? model.output : "probability";
  return (typeof output === "string" ? output : output.kind) === "probability";
}

function netBenefitOf(
  one: Side,
  two: Side,
  a: readonly number[],
  b: readonly number[],
  event: readonly boolean[],
): ModelComparison["netBenefit"] {
  const score = [one, two].find((side) => !givesProbability(side));
  if (score) return notEstimable(`${score.head.family} gives a score and no probability: net benefit wants one.`);
  const planned = [one, two].flatMap(({ document }) =>
    document.secondary.flatMap((s) => (s.kind === "decision-curve" ? [s.thresholds] : [])),
  )[0];
  const share = event.filter(Boolean).length / Math.max(1, event.length);
  const thresholds = planned ? between(planned) : [share];
  const found = thresholds.map((t): Estimated<object> => netBenefitDifference(a, b, event, t));
  const failed = found.find((f) => !f.estimable);
  if (failed && !failed.estimable) return failed;
  return {
    estimable: true,
    thresholdsFrom: planned ? "plan" : "prevalence",
    points: (found as ReturnType<typeof netBenefitDifference>[]).flatMap((f) =>
      f.estimable
        ? [
            {
              threshold: f.threshold,
              first: f.first,
              second: f.second,
              difference: f.difference,
              ...limits(f.interval),
            },
          ]
        : [],
    ),
  };
}

/** The plan's thresholds, thinned out evenly where there are many. */
function between({ from, to, step }: { from: number; to: number; step: number }): number[] {
  const all = Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);
  const stride = Math.ceil(all.length / MOST_THRESHOLDS);
  return all.filter((_, i) => i % stride === 0);
}
