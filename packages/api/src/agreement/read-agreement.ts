import type { Tx } from "@nadir/db";
import {
  type CriterionId,
  type Lesion,
  type Measurement,
  NO_READER,
  type ReaderRole,
  type ResponseCase,
  refuse,
  trial as trialDocument,
  UNNAMED_READER,
} from "@nadir/domain";
import { baselineBurdenOf, caseUntil, unitOf } from "@nadir/response";
import type { z } from "zod";
import { readCases } from "../compute/response-case.ts";
import { grouped } from "../intake/grouped.ts";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { type Seniority, seniorityOf } from "../reads/seniority.ts";
import { sumShareOf } from "../reads/settle-reads.ts";
import { criteriaOfTrial, outcomesOf, responseAccess } from "../responses/cohort-outcomes.ts";
import { type agreementQuery, MOST_PAIRS, type TrialAgreement } from "./agreement-shape.ts";
import { compareReads, discrepancies, type JudgedReads, pairsOf, type SubjectReads } from "./compare-reads.ts";

/**
 * How two readers of a trial agree, and where their readings differ. Each reader's responses are judged by the trial's
 * primary criterion from that reader's own figures alone, without clinical data, as a blinded reader's are. Subjects whose
 * responses are withheld from the person are left out. Refuses `TRIAL_UNKNOWN`, `READER_UNKNOWN`, and a blinded reader
 * (`NOT_ALLOWED`).
 */
export async function readAgreement(
  tx: Tx,
  personId: string,
  query: z.infer<typeof agreementQuery>,
): Promise<TrialAgreement> {
  const { trialId } = await responseAccess(tx, personId, query.trial);
  await noteSealedCourses(tx, trialId, "agreement of readers");
  const { own, title, dates } = await criteriaOfTrial(tx, trialId);
  const criterion = own[0] as CriterionId;
  const state = await stateOfTrial(tx, trialId);
  const counts = await remembered(tx, state, "who measured how much", () => measuredBy(tx, trialId));
  const names = await tx.sql<{ id: string; name: string }[]>`
    select id, name from identity."user" where id = any(${[...counts.keys()]})`;
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const known = await seniorityOf(tx, trialId);
  const readers = [...counts]
    .map(([id, measurements]) => ({
      id,
      name: nameOf.get(id) ?? (id === UNNAMED_READER ? "no reader named" : id),
      measurements,
      seniority: gradeOf(known.get(id)),
    }))
    .sort((a, b) => b.measurements - a.measurements || a.id.localeCompare(b.id));
  for (const name of [query.first, query.second])
    if (name !== undefined && !counts.has(name))
      refuse("READER_UNKNOWN", `Nobody of the name '${name}' has measured in this trial, as far as you may see.`);
  const placed = await placedAs(tx, trialId);
  const chosen = (role: ReaderRole, other: string | undefined) =>
    [...(placed.get(role) ?? []), ...readers.map(({ id }) => id)].find((id) => counts.has(id) && id !== other);
  const first = query.first ?? chosen("reader-1", query.second);
  const second = query.second ?? chosen("reader-2", first);
  const about = { key: query.trial, title, dates: trialDocument.shape.dates.parse(dates) };
  if (first === undefined || second === undefined || first === second)
    return { trial: about, criterion, readers, pair: null, bySeniority: [] };

  const share = await sumShareOf(tx, trialId, criterion);
  const pairOf = (a: string, b: string) =>
    remembered(tx, state, `agreement of ${a} and ${b} by ${criterion}, sums by ${share} %`, () =>
      readPair(tx, trialId, { criterion, share }, [a, b]),
    );
  const graded = readers.filter(({ seniority }) => seniority !== null).map(({ id }) => id);
  const bySeniority: TrialAgreement["bySeniority"] = [];
  for (const [a, b] of twos(graded).slice(0, MOST_PAIRS)) {
    const { subjects, figures } = await pairOf(a, b);
    if (subjects > 0) bySeniority.push({ first: a, second: b, subjects, figures });
  }
  return { trial: about, criterion, readers, pair: await pairOf(first, second), bySeniority };
}

const gradeOf = (of: Seniority | undefined): Seniority | null => (of ? { grade: of.grade, years: of.years } : null);
const twos = <T>(of: readonly T[]): (readonly [T, T])[] =>
  of.flatMap((a, at) => of.slice(at + 1).map((b) => [a, b] as const));

/** Who reads as first and who as second reader, whoever does so of most patients first. */
async function placedAs(tx: Tx, trialId: string): Promise<ReadonlyMap<ReaderRole, readonly string[]>> {
  const rows = await tx.sql<{ role: ReaderRole; readers: string[] }[]>`
    select reader_role as role, array_agg(reader order by n desc, reader) as readers
      from (select reader_role, reader, count(*) as n from record.read_assignment where trial_id = ${trialId} group by 1, 2) each
     group by 1`;
  return new Map(rows.map(({ role, readers }) => [role, readers]));
}

/** Figures that each reader has measured, of subjects whose responses the person sees. */
const measured = ({ sql }: Tx, trialId: string) => sql`
  from record.measurement m where m.trial_id = ${trialId} and m.superseded_at is null and m.reader <> ${NO_READER}
   and exists (select from derived.assessment a where a.subject_id = m.subject_id and a.current)`;

async function measuredBy(tx: Tx, trialId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.sql<{ reader: string; n: number }[]>`
    select m.reader, count(*)::int as n ${measured(tx, trialId)} group by m.reader`;
  return new Map(rows.map(({ reader, n }) => [reader, n]));
}

async function readPair(
  tx: Tx,
  trialId: string,
  { criterion, share }: { readonly criterion: CriterionId; readonly share: number },
  [first, second]: readonly [string, string],
): Promise<NonNullable<TrialAgreement["pair"]>> {
  const rows = await tx.sql<{ id: string; subject: string; document: Measurement }[]>`
    select m.subject_id as id, m.document ->> 'subject' as subject, m.document ${measured(tx, trialId)}`;
  const lesions = grouped(
    await tx.sql<{ document: Lesion }[]>`
      select document from record.lesion where trial_id = ${trialId} and superseded_at is null order by key`,
    ({ document }) => document.subject,
  );
  const readByBoth = [...grouped(rows, ({ subject }) => subject)].filter(([, list]) =>
    [first, second].every((reader) => list.some(({ document }) => document.reader === reader)),
  );
  const subjectIds = readByBoth.map(([, list]) => list[0]!.id);
  const [ofFirst, ofSecond] = [
    await judged(tx, subjectIds, criterion, first),
    await judged(tx, subjectIds, criterion, second),
  ];
  const both = readByBoth
    .map(([subject, list]): SubjectReads => {
      const measurements = list.map(({ document }) => document);
      return {
        subject,
        first: ofFirst.reads.get(subject) ?? null,
        second: ofSecond.reads.get(subject) ?? null,
        common: inCommon(ofFirst.cases.get(subject), ofSecond.cases.get(subject), criterion),
        measurements,
        lesions: (lesions.get(subject) ?? []).map(({ document: { id, role, node, reader } }) => ({
          id,
          role,
          node,
          reader,
        })),
      };
    })
    .sort((a, b) => a.subject.localeCompare(b.subject));
  const pairs = pairsOf(both, first, second);
  return {
    first,
    second,
    subjects: both.length,
    sumUnit: ofFirst.unit,
    figures: compareReads(both, pairs),
    pairs,
    discrepancies: both.flatMap((subject) => discrepancies(subject, [first, second], share)),
  };
}

interface OwnReads {
  readonly document: ResponseCase;
  readonly read: ReadonlySet<string>;
}

/** The visits that both have read, and both readings judged up to the last of them: as two reads of a patient are compared. */
function inCommon(
  first: OwnReads | undefined,
  second: OwnReads | undefined,
  criterion: CriterionId,
): SubjectReads["common"] {
  const both = (first?.document ?? second?.document)?.visits.filter(
    ({ id }) => (first?.read.has(id) ?? true) && (second?.read.has(id) ?? true),
  );
  const last = both?.at(-1);
  const judged = (own: OwnReads | undefined) => {
    const document = own && last && caseUntil(own.document, last.date);
    return (document && outcomesOf(document, [criterion], false)[criterion]) ?? null;
  };
  return { visits: (both ?? []).map(({ id }) => id), first: judged(first), second: judged(second) };
}

async function judged(
  tx: Tx,
  subjectIds: readonly string[],
  criterion: CriterionId,
  reader: string,
): Promise<{
  readonly reads: ReadonlyMap<string, JudgedReads>;
  /** Each patient's case, and the visits that this reader has read. */
  readonly cases: ReadonlyMap<string, OwnReads>;
  readonly unit: "mm" | "mm2" | "mm3" | null;
}> {
  const found = new Map<string, JudgedReads>();
  const cases = new Map<string, OwnReads>();
  let unit: "mm" | "mm2" | "mm3" | null = null;
  for (const { key, document } of await readCases(tx, { subjectIds }, reader)) {
    if (!document) continue;
    // The course has every visit; those that this reader has not read are no part of the reading.
    const read = new Set(
      document.visits.flatMap(({ id, measurements, nonTarget }) =>
        (measurements ?? []).length > 0 || nonTarget ? [id] : [],
      ),
    );
    cases.set(key, { document, read });
    const outcome = outcomesOf(document, [criterion], false)[criterion];
    if (!outcome) continue;
    const visits = outcome.visitOrder.flatMap((id) => {
      const visit = outcome.visits[id];
      return visit && read.has(id) ? [[id, visit] as const] : [];
    });
    unit ??= unitOf(outcome);
    const baseline = baselineBurdenOf(outcome);
    found.set(key, {
      overall: new Map(visits.map(([id, { overall }]) => [id, overall])),
      sums: new Map([
        ...(outcome.baselineVisit === null || baseline === null ? [] : [[outcome.baselineVisit, baseline] as const]),
        ...visits.flatMap(([id, { size }]) => (size?.value == null ? [] : [[id, size.value] as const])),
      ]),
    });
  }
  return { reads: found, cases, unit };
}
