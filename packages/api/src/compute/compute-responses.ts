import type { Tx } from "@nadir/db";
import { type CriterionId, hashOf, type Problem, Refusal, type ResponseCase } from "@nadir/domain";
import { assess, CRITERIA } from "@nadir/response";
import { type Flag, flags } from "@nadir/risk";
import { RESPONSE_ENGINE, RISK_ENGINE } from "./engines.ts";
import { insertJson } from "./insert-json.ts";
import { type CaseOfSubject, readCases } from "./response-case.ts";
import type { Tally } from "./tally.ts";

export interface ResponsesOutcome {
  readonly assessments: Tally;
  readonly flags: Tally;
  /** Subjects and criteria without an assessment, with the reason; told as flags `criterion/…` too. */
  readonly notEvaluable: readonly {
    readonly subject: string;
    readonly criterion: CriterionId;
    readonly problems: readonly Problem[];
  }[];
}

interface Place {
  readonly trial_id: string;
  readonly site_id: string;
  readonly subject_id: string;
}

/**
 * Judges every subject of a trial by each of the trial's criteria and each definition of the risk package, and stores
 * what is not stored yet. A result is keyed by the hash of its inputs and engine: equal inputs are never judged twice.
 */
export async function computeResponses(
  tx: Tx,
  trialId: string,
  criteria: readonly CriterionId[],
  onSubject: (done: number, total: number) => void,
): Promise<ResponsesOutcome> {
  const cases = await readCases(tx, { trialId });
  const stored = await storedAssessments(tx, trialId);
  const storedFlagHashes = await storedFlags(tx, trialId);
  const fresh: Record<string, unknown>[] = [];
  const freshFlags: Record<string, unknown>[] = [];
  const current: string[] = [];
  const currentFlags: { subject: string; inputHash: string }[] = [];
  const notEvaluable: { subject: string; criterion: CriterionId; problems: readonly Problem[] }[] = [];
  const tally = { assessments: { computed: 0, reused: 0 }, flags: { computed: 0, reused: 0 } };
  let done = 0;

  for (const found of cases) {
    const place: Place = { trial_id: trialId, site_id: found.siteId, subject_id: found.subjectId };
    const refusals: Flag[] = [];
    for (const criterion of criteria) {
      if (!CRITERIA.has(criterion)) continue;
      const inputHash = hashOf([
        RESPONSE_ENGINE,
        criterion,
        found.document ? inputOf(found.document, criterion) : found.problems,
      ]);
      const key = `${found.subjectId}\u001f${criterion}\u001f${inputHash}`;
      if (stored.has(key)) {
        current.push(key);
        tally.assessments.reused++;
        continue;
      }
      const judged = judge(found, criterion);
      if ("problems" in judged) {
        notEvaluable.push({ subject: found.key, criterion, problems: judged.problems });
        refusals.push(refusalFlag(criterion, judged.problems));
        continue;
      }
      const { outcome } = judged;
      fresh.push({
        ...place,
        criterion,
        input_hash: inputHash,
        engine: RESPONSE_ENGINE,
        outcome,
        best_overall: outcome.bestOverall.confirmed,
        last_overall: outcome.visits[outcome.visitOrder.at(-1) ?? ""]?.overall ?? null,
        progression_date: outcome.progressionDate,
      });
      current.push(key);
      tally.assessments.computed++;
    }

    const inputHash = hashOf([
      RISK_ENGINE,
      RESPONSE_ENGINE,
      found.document ?? found.problems,
      refusals.map((f) => f.definition),
    ]);
    const known = storedFlagHashes.get(`${found.subjectId}\u001f${inputHash}`) ?? 0;
    if (known > 0) tally.flags.reused += known;
    else {
      const answers = [...(found.document ? flags(found.document) : []), ...refusals];
      freshFlags.push(...answers.map((flag) => flagRow(place, flag, inputHash)));
      tally.flags.computed += answers.length;
    }
    currentFlags.push({ subject: found.subjectId, inputHash });
    onSubject(++done, cases.length);
  }

  await keepCurrentAssessments(tx, trialId, current);
  await insertJson(tx, "derived.assessment", fresh);
  await keepCurrentFlags(tx, trialId, currentFlags);
  await insertJson(tx, "derived.flag", freshFlags);
  return { ...tally, notEvaluable };
}

/** What one criterion sees of a case: the options of the others do not count. */
function inputOf(document: ResponseCase, criterion: CriterionId): unknown {
  const { course, lesions, visits, options } = document;
  return { course, lesions, visits, options: options?.[criterion] ?? {} };
}

type Judged = { readonly outcome: ReturnType<typeof assess> } | { readonly problems: readonly Problem[] };
function judge(found: CaseOfSubject, criterion: CriterionId): Judged {
  if (found.problems) return { problems: found.problems };
  try {
    return { outcome: assess(found.document, criterion) };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}

const refusalFlag = (criterion: CriterionId, problems: readonly Problem[]): Flag => ({
  definition: `criterion/${criterion}`,
  result: "not-evaluable",
  reason: problems[0]?.code ?? "REFUSED",
  visit: null,
  date: null,
  text: problems.map((p) => p.message).join(" "),
  figures: {},
  citation: CRITERIA.get(criterion)?.citation ?? "",
  missing: problems.map((p) => p.expected ?? p.message),
});

const flagRow = (place: Place, flag: Flag, inputHash: string): Record<string, unknown> => ({
  ...place,
  definition: flag.definition,
  result: flag.result,
  reason: flag.reason,
  visit_key: flag.visit,
  date: flag.date,
  evidence: {
    text: flag.text,
    figures: flag.figures,
    citation: flag.citation,
    missing: flag.missing,
    engine: RISK_ENGINE,
  },
  input_hash: inputHash,
});

async function storedAssessments({ sql }: Tx, trialId: string): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select subject_id || E'\\x1f' || criterion || E'\\x1f' || input_hash as key from derived.assessment where trial_id = ${trialId}`;
  return new Set(rows.map((row) => row.key));
}

async function storedFlags({ sql }: Tx, trialId: string): Promise<Map<string, number>> {
  const rows = await sql<{ key: string; n: number }[]>`
    select subject_id || E'\\x1f' || input_hash as key, count(*)::int as n from derived.flag where trial_id = ${trialId} group by 1`;
  return new Map(rows.map((row) => [row.key, row.n]));
}

/** Results of the present inputs are current; all others of the trial are not. Only rows that differ are touched. */
async function keepCurrentAssessments({ sql }: Tx, trialId: string, keys: readonly string[]): Promise<void> {
  const isCurrent = sql`(a.subject_id || E'\\x1f' || a.criterion || E'\\x1f' || a.input_hash) in
    (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`;
  // First what is no longer true, because a subject has one current assessment by a criterion.
  await sql`update derived.assessment a set current = false where a.trial_id = ${trialId} and a.current and not ${isCurrent}`;
  await sql`update derived.assessment a set current = true where a.trial_id = ${trialId} and not a.current and ${isCurrent}`;
}

async function keepCurrentFlags(
  { sql }: Tx,
  trialId: string,
  flagged: readonly { subject: string; inputHash: string }[],
): Promise<void> {
  const keys = flagged.map(({ subject, inputHash }) => `${subject}\u001f${inputHash}`);
  await sql`
    update derived.flag f set current = not f.current
     where f.trial_id = ${trialId}
       and f.current is distinct from ((f.subject_id || E'\\x1f' || f.input_hash) in
           (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))`;
}
