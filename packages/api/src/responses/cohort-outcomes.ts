import type { Tx } from "@nadir/db";
import type { CriterionId, CriterionOutcome, Problem, ResponseCase } from "@nadir/domain";
import { assessEach, CRITERIA } from "@nadir/response";
import { casesOfTrial } from "../compute/cases-of-trial.ts";
import { notAllowed } from "../identity/permissions.ts";
import { oneInProcess, remembered, stateOfTrial, type TrialState } from "../kept/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";

/** A subject of a trial with its case and what each criterion makes of it. */
export interface CohortSubject {
  readonly key: string;
  readonly site: string;
  readonly arm: string;
  readonly lastContactOn: string | null;
  readonly document: ResponseCase;
  /** By criterion; a criterion that cannot be applied to the case is not there. */
  readonly outcomes: Readonly<Record<string, CriterionOutcome>>;
}

export interface CohortOutcomes {
  readonly subjects: readonly CohortSubject[];
  /** Subjects whose record makes no course, with the reason. */
  readonly refused: readonly { readonly subject: string; readonly problems: readonly Problem[] }[];
  /** Subjects whose responses are not computed yet or are sealed from this person. */
  readonly withheld: number;
}

/** A trial whose responses the person may see. Refuses `TRIAL_UNKNOWN`, and a blinded reader (`NOT_ALLOWED`). */
export async function responseAccess(tx: Tx, personId: string, trialKey: string): Promise<TrialAccess> {
  const access = await trialAccess(tx, personId, trialKey);
  return access.view === "reader" ? notAllowed("read-record", access.permissions) : access;
}

/**
 * An answer about a trial's cohort, made once for each state of the record. Whose courses the person is told of is noted in
 * the log each time, as `told`. `make` gets the subjects under the criteria and reads nothing that the state does not cover.
 */
export async function askCohort<T>(
  tx: Tx,
  { trialId }: TrialAccess,
  asked: { readonly told: string; readonly question: string; readonly criteria: readonly CriterionId[] },
  make: (cohort: CohortOutcomes) => Promise<T> | T,
): Promise<T> {
  await noteSealedCourses(tx, trialId, asked.told);
  const state = await stateOfTrial(tx, trialId);
  return remembered(tx, state, asked.question, async () => make(await readCohortOutcomes(tx, state, asked.criteria)));
}

/**
 * Every subject of a trial under the criteria named, judged from the record as it stands: the same engine and inputs as the
 * stored assessments, without the trace. Whose responses are withheld from the person (a sealed set) is counted, not judged:
 * what row-level security leaves of such a course would make an outcome that is none.
 */
async function readCohortOutcomes(
  tx: Tx,
  state: TrialState,
  criteria: readonly CriterionId[],
): Promise<CohortOutcomes> {
  const heads = await tx.sql<{ id: string; site: string; arm: string; lastContactOn: string | null; shown: boolean }[]>`
    select s.id, site.name as site, arm.name as arm, f.last_contact_on::text as "lastContactOn",
      exists (select from derived.assessment a where a.subject_id = s.id and a.current) as shown
    from record.subject s
    join record.site site on site.id = s.site_id
    join record.arm arm on arm.id = s.arm_id
    left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
    where s.trial_id = ${state.trialId} and s.superseded_at is null`;
  const headOf = new Map(heads.map((head) => [head.id, head]));
  const subjects: CohortSubject[] = [];
  const refused: { subject: string; problems: readonly Problem[] }[] = [];
  let withheld = 0;
  for (const found of await casesOfTrial(tx, state)) {
    const head = headOf.get(found.subjectId);
    if (!head) continue;
    if (found.problems) refused.push({ subject: found.key, problems: found.problems });
    else if (!head.shown) withheld++;
    else
      subjects.push({
        key: found.key,
        site: head.site,
        arm: head.arm,
        lastContactOn: head.lastContactOn,
        document: found.document,
        outcomes: knownOutcomes(found.document, criteria),
      });
  }
  return { subjects, refused, withheld };
}

/** Outcomes without their trace, kept as long as their case is. Null: the criterion cannot be applied to it. */
const judged = oneInProcess("outcomes", () => new WeakMap<ResponseCase, Map<CriterionId, CriterionOutcome | null>>());

function knownOutcomes(document: ResponseCase, criteria: readonly CriterionId[]): Record<string, CriterionOutcome> {
  const known = judged.get(document) ?? new Map<CriterionId, CriterionOutcome | null>();
  judged.set(document, known);
  const missing = criteria.filter((criterion) => !known.has(criterion));
  if (missing.length > 0) {
    const made = outcomesOf(document, missing, false);
    for (const criterion of missing) known.set(criterion, made[criterion] ?? null);
  }
  return Object.fromEntries(
    criteria.flatMap((criterion) => {
      const outcome = known.get(criterion);
      return outcome ? [[criterion, outcome] as const] : [];
    }),
  );
}

/** What each criterion makes of one case; those that the case lacks figures for are left out. */
export function outcomesOf(
  document: ResponseCase,
  criteria: readonly CriterionId[],
  trace: boolean,
): Record<string, CriterionOutcome> {
  const known = criteria.filter((criterion) => CRITERIA.has(criterion));
  return Object.fromEntries(
    assessEach(document, known, { trace }).flatMap(({ criterion, outcome }) => (outcome ? [[criterion, outcome]] : [])),
  );
}

/** The trial's criteria, the primary first, and the others that exist for its disease. */
export async function criteriaOfTrial(
  { sql }: Tx,
  trialId: string,
): Promise<{ own: CriterionId[]; possible: CriterionId[]; title: string; dates: unknown; disease: string }> {
  const [row] = await sql<
    {
      title: string;
      dates: unknown;
      disease: keyof typeof BY_DISEASE;
      criteria: { id: CriterionId; primary: boolean }[];
    }[]
  >`
    select document ->> 'title' as title, document -> 'dates' as dates, document ->> 'disease' as disease,
      document -> 'criteria' as criteria
    from record.trial where id = ${trialId}`;
  const { title, dates, disease, criteria } = row!;
  const own = [...criteria].sort((a, b) => Number(b.primary) - Number(a.primary)).map(({ id }) => id);
  const possible = [...own, ...BY_DISEASE[disease].filter((id) => !own.includes(id))];
  return { own, possible, title, dates, disease };
}

const SOLID: readonly CriterionId[] = ["recist-1.1", "irecist", "imrecist", "irrecist", "irrc", "itrecist"];
const BY_DISEASE = {
  "solid-tumour": SOLID,
  glioma: ["rano-2.0", "rano-2010", "mrano", "irano"],
  "brain-metastases": ["rano-bm", ...SOLID],
} as const satisfies Record<string, readonly CriterionId[]>;
