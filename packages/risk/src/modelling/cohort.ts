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
  /** 1 = has the outcome; with `time` = had the event; with `classNames` the place of its class; with `value` 0. */
  readonly outcome: Uint8Array;
  /** Follow-up to the event or to censoring, in the plan's unit; absent for a binary outcome. */
  readonly time?: Float64Array;
  /** Of an outcome with several classes, the reference first. */
  readonly classNames?: readonly string[];
  /** Of an outcome that is a number. */
  readonly value?: Float64Array;
  /** Tumour type of each subject, where the plan names them. */
  readonly types?: readonly string[];
  /** Words of acquisition (scanner, protocol) by column. */
  readonly acquisition?: Readonly<Record<string, readonly string[]>>;
}

declare const training: unique symbol;
/**
 * Subjects from whom may be learnt. Only `divide` makes one, and the subjects that it leaves out come without their outcome:
 * a step cannot see what it is judged by.
 */
export interface Training extends Predictors {
  readonly [training]: true;
  readonly outcome: Uint8Array;
  readonly time?: Float64Array;
  readonly classNames?: readonly string[];
  readonly value?: Float64Array;
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
  ({
    ...rowsOf(of, rows),
    outcome: Uint8Array.from(rows, (i) => of.outcome[i]!),
    ...(of.time ? { time: Float64Array.from(rows, (i) => of.time![i]!) } : {}),
    ...(of.classNames ? { classNames: of.classNames } : {}),
    ...(of.value ? { value: Float64Array.from(rows, (i) => of.value![i]!) } : {}),
    rows,
  }) as unknown as Training;

/** Subjects drawn with replacement, for a bootstrap: a subject may stand more than once. */
export const drawnFrom = (of: Cohort | Training, rows: readonly number[]): Training => trainingOf(of, rows);

/** The same subjects with other predictors: what a step gives on. */
export const withPredictors = (of: Training, { names, columns }: Predictors): Training => ({ ...of, names, columns });

/** Most values of a table that is worked on in memory: 2 GB of them. */
const MOST_VALUES = 2.5e8;

/**
 * Refusal: one outcome only (`ONE_CLASS`), no event (`NO_EVENTS`), every site or type with one
 * outcome only (`SITE_IS_OUTCOME`, `TYPE_IS_OUTCOME`), subjects named twice, more
 * values than fit in memory.
 */
export function checkCohort(cohort: Cohort): void {
  const n = cohort.outcome.length;
  const events = cohort.outcome.reduce((s, v) => s + v, 0);
  const gone = cohort.classNames?.find((_, k) => !cohort.outcome.includes(k));
  if (gone !== undefined)
    refuse("ONE_CLASS", `No subject has the class '${gone}'; leave it out of the plan's classes.`, { found: gone });
  if (cohort.value && !cohort.value.some((v) => v !== cohort.value![0]))
    refuse("ONE_VALUE", `All ${n} subjects have the outcome ${cohort.value[0]}; a model needs one that varies.`);
  const isTwo = !cohort.time && !cohort.classNames && !cohort.value;
  if (cohort.time && events === 0)
    refuse("NO_EVENTS", `None of ${n} subjects had the event; a model of its time needs some.`, { found: "0" });
  if (isTwo && (events === 0 || events === n))
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
  if (!cohort.value) refuseOneOutcomeEach(cohort, cohort.sites, "site");
  if (cohort.types) refuseOneOutcomeEach(cohort, cohort.types, "type");
}

/** With every group of one outcome, whatever tells the groups apart would seem to tell the outcome. */
function refuseOneOutcomeEach({ outcome, classNames }: Cohort, groups: readonly string[], what: "site" | "type"): void {
  const labels = [...new Set(groups)];
  const of = (label: string) => Array.from(outcome).filter((_, i) => groups[i] === label);
  if (labels.length > 1 && labels.every((label) => new Set(of(label)).size === 1))
    refuse(
      what === "site" ? "SITE_IS_OUTCOME" : "TYPE_IS_OUTCOME",
      `Every ${what} has one outcome only (${labels
        .slice(0, 4)
        .map((s) => `${s}: ${classNames?.[of(s)[0]!] ?? of(s)[0]}`)
        .join(", ")}): whatever tells the ${what}s apart would seem to tell the outcome. Take ${what}s with both.`,
    );
}
