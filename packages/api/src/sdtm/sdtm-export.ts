import { asSystem, type Database, type Tx } from "@nadir/db";
import { type CriterionOutcome, csvText, type Trial } from "@nadir/domain";
import { assessEach, CRITERIA, demographicsRow, SDTM_DOMAINS, type SdtmRow, sdtmRows } from "@nadir/response";
import type { SubjectCourse } from "../compute/read-courses.ts";
import { courseOfReads, type SignedReads } from "../compute/read-of-record.ts";
import { readerOfCase, standingCase } from "../compute/response-case.ts";
import { readCoursesInOrder, readOpenTrial } from "../whole-trial/open-subjects.ts";
import { readToldArms } from "../whole-trial/read-arms.ts";
import { defineDocument, type SdtmSummary } from "./define.ts";

export interface SdtmExport {
  /** `dm.csv`, `tu.csv`, `tr.csv`, `rs.csv`, `define.json`. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly summary: SdtmSummary;
}

/** Subjects are read in portions: a course with its outcomes takes some 30 kB. */
const PORTION = 500;

/**
 * A trial's subjects as SDTM DM, TU, TR and RS, judged from the record as it stands by the trial's criteria. Nobody of a
 * sealed test set stands in any of them. Refuses `TRIAL_UNKNOWN`.
 */
export async function sdtmExport(db: Database, trialKey: string): Promise<SdtmExport> {
  return asSystem(db, `nadir export sdtm ${trialKey}`, async (tx) => {
    const { trialId, trial, open, sealed } = await readOpenTrial(tx, trialKey);
    const tables = new Tables(trial, await readToldArms(tx, trialId, trial.arms));
    for (let i = 0; i < open.length; i += PORTION) await addSubjects(tx, tables, open.slice(i, i + PORTION));
    return tables.export(sealed);
  });
}

async function addSubjects(tx: Tx, tables: Tables, subjectIds: readonly string[]): Promise<void> {
  const { courses, reads } = await readCoursesInOrder(tx, subjectIds);
  for (const one of courses) tables.add(one, reads.get(one.subjectId));
}

type ArmOf = Awaited<ReturnType<typeof readToldArms>>;

/** The four tables while they grow, and what is to be said of them. */
class Tables {
  readonly #trial: Trial;
  readonly #armOf: ArmOf;
  readonly #planned: readonly string[];
  readonly #countries: ReadonlyMap<string, string | undefined>;
  readonly #rows: Readonly<Record<string, SdtmRow[]>> = { DM: [], TU: [], TR: [], RS: [] };
  readonly #unmapped = new Map<string, number>();
  readonly #notJudged: { subject: string; criterion: string | null; why: string }[] = [];
  readonly #criteria = new Map<string, CriterionOutcome>();
  #armsNotTold = 0;
  #simulatedVisits = 0;

  constructor(trial: Trial, armOf: ArmOf) {
    this.#trial = trial;
    this.#armOf = armOf;
    this.#planned = [...trial.schedule].sort((a, b) => a.day - b.day).map(({ id }) => id);
    this.#countries = new Map(trial.sites.map(({ id, country }) => [id, country]));
  }

  add(one: SubjectCourse, reads: SignedReads | undefined): void {
    const { subject, visits } = one.course;
    const arm = this.#armOf(subject);
    if (arm === null) this.#armsNotTold++;
    this.#simulatedVisits += visits.filter(({ simulated }) => simulated).length;
    const country = this.#countries.get(subject.site);
    const { row, unmapped } = demographicsRow({ study: this.#trial.id, subject, arm, country });
    this.#rows["DM"]!.push(row);
    this.#count(unmapped);
    const found = standingCase(one, reads);
    if (found.problems) {
      this.#refused(subject.key, null, found.problems);
      return;
    }
    const outcomes: CriterionOutcome[] = [];
    const ids = this.#trial.criteria.map(({ id }) => id).filter((id) => CRITERIA.has(id));
    for (const { criterion, outcome, problems } of assessEach(found.document, ids, { trace: false })) {
      if (problems) this.#refused(subject.key, criterion, problems);
      else outcomes.push(outcome);
    }
    for (const outcome of outcomes) this.#criteria.set(outcome.criterion, outcome);
    const made = sdtmRows({
      study: this.#trial.id,
      document: found.document,
      outcomes,
      planned: this.#planned,
      evaluator: evaluatorOf(one, reads),
      scanNotDone: Object.fromEntries(
        visits.flatMap(({ id, scanNotDone }) => (scanNotDone === undefined ? [] : [[id, scanNotDone]])),
      ),
    });
    for (const domain of ["TU", "TR", "RS"] as const) for (const each of made[domain]) this.#rows[domain]!.push(each);
    this.#count(made.unmapped);
  }

  export(sealed: number): SdtmExport {
    const tables = SDTM_DOMAINS.map((domain) => ({ domain, rows: this.#rows[domain.name]! }));
    const define = defineDocument(this.#trial, tables, {
      leftOut: { sealed },
      armsNotTold: this.#armsNotTold,
      simulatedVisits: this.#simulatedVisits,
      notJudged: this.#notJudged,
      criteria: [...this.#criteria.values()],
      unmapped: this.#unmapped,
    });
    return {
      files: [
        ...tables.map(({ domain: { name, columns }, rows }) => ({
          name: `${name.toLowerCase()}.csv`,
          text: csvText(
            columns.map((column) => column.name),
            rows.map((row) => columns.map((column) => row[column.name])),
          ),
        })),
        { name: "define.json", text: `${JSON.stringify(define.document, null, 1)}\n` },
      ],
      summary: define.summary,
    };
  }

  #refused(subject: string, criterion: string | null, problems: readonly { readonly message: string }[]): void {
    this.#notJudged.push({ subject, criterion, why: problems.map(({ message }) => message).join(" ") });
  }

  #count(unmapped: ReadonlyMap<string, number>): void {
    for (const [value, n] of unmapped) this.#unmapped.set(value, (this.#unmapped.get(value) ?? 0) + n);
  }
}

/**
 * Who evaluated, only where the record says it: a reading whose reader is called so. A read that was signed in the portal is
 * blinded, and whether its reader is independent of the site stands nowhere.
 */
function evaluatorOf(
  one: SubjectCourse,
  reads: SignedReads | undefined,
): "INVESTIGATOR" | "INDEPENDENT ASSESSOR" | null {
  const reader = readerOfCase(courseOfReads(one.course, reads).measurements);
  const name = reader?.trim().toUpperCase();
  return name === "INVESTIGATOR" || name === "INDEPENDENT ASSESSOR" ? name : null;
}
