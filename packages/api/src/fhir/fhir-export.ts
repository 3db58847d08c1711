import { asSystem, type Database, type Tx } from "@nadir/db";
import { FHIR_TYPES } from "@nadir/response";
import { RESPONSE_ENGINE } from "../compute/engines.ts";
import { courseOfReads } from "../compute/read-of-record.ts";
import { readerOfCase, standingCase } from "../compute/response-case.ts";
import { readCoursesInOrder, readOpenTrial } from "../whole-trial/open-subjects.ts";
import { readToldArms } from "../whole-trial/read-arms.ts";
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
    const { trialId, trial, open, sealed } = await readOpenTrial(tx, trialKey);
    const armOf = await readToldArms(tx, trialId, trial.arms);
    const collected = new Collected(trial, SOFTWARE);
    for (let i = 0; i < open.length; i += PORTION) await addSubjects(tx, collected, armOf, open.slice(i, i + PORTION));
    const { lines, summary } = collected.finish(sealed);
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
  const [{ courses, reads: allReads }, rowsOf] = await Promise.all([
    readCoursesInOrder(tx, subjectIds),
    readRows(tx, subjectIds),
  ]);
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
