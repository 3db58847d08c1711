import { refuse } from "@nadir/domain";

/** Predictors of subjects: one array a predictor, NaN where a value is not known. */
export interface Predictors {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** Site of each subject; one empty word where sites are not known. */
  readonly sites: readonly string[];
}

/** Everything that is known of a cohort. */
export interface Cohort extends Predictors {
  readonly subjects: readonly string[];
  readonly outcome: Uint8Array;
}

declare const training: unique symbol;
/**
 * Subjects from whom may be learnt. Only `divide` makes one, and the subjects that it leaves out come without their outcome:
 * a step cannot see what it is judged by.
 */
export interface Training extends Predictors {
  readonly [training]: true;
  readonly outcome: Uint8Array;
  /** Places in the cohort. */
  readonly rows: readonly number[];
}

const rowsOf = (of: Predictors, rows: readonly number[]): Predictors => ({
  names: of.names,
  columns: of.columns.map((c) => Float64Array.from(rows, (i) => c[i]!)),
  sites: rows.map((i) => of.sites[i]!),
});

/** Parts a cohort, or a training set of it, into subjects to learn from and subjects to be judged on. */
export function divide(
  of: Cohort | Training,
  isLeftOut: (row: number) => boolean,
): { training: Training; leftOut: Predictors & { readonly rows: readonly number[] } } {
  const all = Array.from(of.outcome.keys());
  const [learn, judge] = [all.filter((i) => !isLeftOut(i)), all.filter(isLeftOut)];
  return { training: trainingOf(of, learn), leftOut: { ...rowsOf(of, judge), rows: judge } };
}

/** All subjects, for the final fit. */
export const wholeCohort = (of: Cohort): Training => trainingOf(of, Array.from(of.outcome.keys()));

const trainingOf = (of: Cohort | Training, rows: readonly number[]): Training =>
  ({ ...rowsOf(of, rows), outcome: Uint8Array.from(rows, (i) => of.outcome[i]!), rows }) as unknown as Training;

/** The same subjects with other predictors: what a step gives on. */
export const withPredictors = (of: Training, { names, columns }: Predictors): Training => ({ ...of, names, columns });

/** Most values of a table that is worked on in memory: 2 GB of them. */
const MOST_VALUES = 2.5e8;

/**
 * Refusal: one outcome only (`ONE_CLASS`), every site with one outcome only (`SITE_IS_OUTCOME`), subjects named twice, more
 * values than fit in memory.
 */
export function checkCohort(cohort: Cohort): void {
  const n = cohort.outcome.length;
  const events = cohort.outcome.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n)
    refuse("ONE_CLASS", `${events} of ${n} subjects have the outcome; a model needs subjects with it and without.`, {
      found: String(events),
    });
  if (new Set(cohort.subjects).size < n)
    refuse("SUBJECT_TWICE", "A subject stands twice; the subject is the unit of every fold, give one row each.");
  if (n * cohort.columns.length > MOST_VALUES)
    refuse(
      "TOO_LARGE",
      `${cohort.columns.length} predictors of ${n} subjects are ${n * cohort.columns.length} values, more than the ${MOST_VALUES} that fit in memory; leave out predictors beforehand.`,
    );
  const sites = [...new Set(cohort.sites)];
  const ofSite = (site: string) => Array.from(cohort.outcome).filter((_, i) => cohort.sites[i] === site);
  if (sites.length > 1 && sites.every((site) => new Set(ofSite(site)).size === 1))
    refuse(
      "SITE_IS_OUTCOME",
      `Every site has one outcome only (${sites
        .slice(0, 4)
        .map((s) => `${s}: ${ofSite(s)[0]}`)
        .join(", ")}): whatever tells the sites apart would seem to tell the outcome. Take sites with both.`,
    );
}
