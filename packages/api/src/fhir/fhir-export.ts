import { asSystem, type Database, type Tx } from "@nadir/db";
import { refuse, type Trial } from "@nadir/domain";
import { FHIR_TYPES } from "@nadir/response";
import { RESPONSE_ENGINE } from "../compute/engines.ts";
import { readCourses } from "../compute/read-courses.ts";
import { courseOfReads, readSignedReads } from "../compute/read-of-record.ts";
import { readerOfCase, standingCase } from "../compute/response-case.ts";
import { readToldArms } from "../sdtm/read-arms.ts";
import { Collected, type FhirSummary } from "./collected.ts";
import { readRows } from "./read-rows.ts";
import { readSignatures } from "./read-signatures.ts";

export interface FhirExport {
  /** `Patient.ndjson` … in the order of `FHIR_TYPES`, a resource a line; types without a resource are left out. */
  readonly files: readonly { readonly name: string; readonly type: string; readonly lines: readonly string[] }[];
  readonly summary: FhirSummary;
}

/** Subjects are read in portions: a course with its outcomes takes some 30 kB. */
const PORTION = 200;
const SOFTWARE = [RESPONSE_ENGINE];

/**
 * A trial as resources of FHIR R4, judged from the record as it stands by the trial's criteria. Nobody of a sealed test set
 * stands in any of them. The same record gives the same bytes. Refuses `TRIAL_UNKNOWN`.
 */
export async function fhirExport(db: Database, trialKey: string): Promise<FhirExport> {
  return asSystem(db, `nadir export fhir ${trialKey}`, async (tx) => {
    const [found] = await tx.sql<{ id: string; document: Trial }[]>`
      select id, document from record.trial where key = ${trialKey} and superseded_at is null`;
    if (!found) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`);
    const { id: trialId, document: trial } = found;
    const heads = await tx.sql<{ id: string; sealed: boolean }[]>`
      select s.id, exists (select from sealed.member m where m.subject_id = s.id) as sealed
        from record.subject s where s.trial_id = ${trialId} and s.superseded_at is null order by s.key collate "C"`;
    const open = heads.filter(({ sealed }) => !sealed).map(({ id }) => id);
    const armOf = await readToldArms(tx, trialId, trial.arms);
    const collected = new Collected(trial, SOFTWARE);
    for (let i = 0; i < open.length; i += PORTION) await addSubjects(tx, collected, armOf, open.slice(i, i + PORTION));
    const { lines, summary } = collected.finish(heads.length - open.length);
    const files = FHIR_TYPES.flatMap((type) => {
      const own = lines.get(type);
      return own ? [{ name: `${type}.ndjson`, type, lines: own }] : [];
    });
    return { files, summary };
  });
}

async function addSubjects(
  tx: Tx,
  collected: Collected,
  armOf: Awaited<ReturnType<typeof readToldArms>>,
  subjectIds: readonly string[],
): Promise<void> {
  const of = { subjectIds };
  const [courses, allReads, rowsOf] = await Promise.all([
    readCourses(tx, of),
    readSignedReads(tx, of),
    readRows(tx, subjectIds),
  ]);
  const place = new Map(subjectIds.map((id, i) => [id, i]));
  courses.sort((a, b) => place.get(a.subjectId)! - place.get(b.subjectId)!);
  for (const one of courses) {
    const { subjectId, course } = one;
    const reads = allReads.get(subjectId);
    const reader = readerOfCase(courseOfReads(course, reads).measurements);
    const { subject, visits, lesions, treatments } = course;
    collected.add(
      {
        study: collected.trial.id,
        subject,
        arm: armOf(subject),
        visits,
        lesions,
        treatments,
        ...rowsOf(subjectId),
        signatures: await readSignatures(tx, subjectId, reads, reader),
        software: SOFTWARE,
      },
      standingCase(one, reads),
    );
  }
}
