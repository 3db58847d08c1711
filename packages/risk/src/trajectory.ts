import { DAYS_PER_MONTH } from "@nadir/domain";

/** One value of a course: a volume, a sum of diameters, a marker, a feature. */
export interface CoursePoint {
  /** Days from the start of treatment. */
  readonly day: number;
  readonly value: number;
}

/** What a course says up to a landmark day; null where it cannot be told. Changes are shares: 0.2 is 20 % more. */
export interface Trajectory {
  /** Values up to the landmark, and the day of the last. */
  readonly count: number;
  readonly lastDay: number | null;
  readonly baseline: number | null;
  readonly last: number | null;
  readonly changeFromBaseline: number | null;
  readonly changeSincePrevious: number | null;
  /** Least value so far (the nadir), its day, the depth below baseline, and the growth since. */
  readonly nadir: number | null;
  readonly nadirDay: number | null;
  readonly depth: number | null;
  readonly regrowth: number | null;
  /** Least-squares slope of the logarithm, a month of 30.4375 days; null where a value is not above 0 or all are of one day. */
  readonly logSlope: number | null;
  /** Slope of the last two values less that of the two before: above 0 growth speeds up, or shrinkage slows down. */
  readonly acceleration: number | null;
  /** Area under value / baseline by the trapezoid rule, divided by the days: the mean relative size over time. */
  readonly meanRelative: number | null;
}

/**
 * Features of a course as it was known on the landmark day: nothing after it enters (landmarking: van Houwelingen 2007, Scand J Stat
 * 34:70). The baseline is the last value up to the start of treatment, or the first where there is none. Values of one day count
 * as their mean.
 */
export function trajectory(course: readonly CoursePoint[], landmarkDay: number): Trajectory {
  const known = byDay(course.filter(({ day, value }) => day <= landmarkDay && Number.isFinite(value)));
  const last = known.at(-1);
  const baseline = known.findLast(({ day }) => day <= 0) ?? known[0];
  if (last === undefined || baseline === undefined) return NOTHING;
  const since = known.filter(({ day }) => day >= baseline.day);
  const least = since.reduce((low, p) => (p.value < low.value ? p : low), baseline);
  const relative = (from: number, to: number): number | null => (from > 0 ? to / from - 1 : null);
  const previous = known.at(-2);
  const slopes = known.slice(1).map((p, i) => rate(known[i]!, p));
  const [before, now] = [slopes.at(-2) ?? null, slopes.at(-1) ?? null];
  const isLater = last.day > baseline.day;
  return {
    count: known.length,
    lastDay: last.day,
    baseline: baseline.value,
    last: last.value,
    changeFromBaseline: isLater ? relative(baseline.value, last.value) : null,
    changeSincePrevious: previous && isLater ? relative(previous.value, last.value) : null,
    nadir: least.value,
    nadirDay: least.day,
    depth: isLater ? relative(baseline.value, least.value) : null,
    regrowth: isLater ? relative(least.value, last.value) : null,
    logSlope: logSlope(since),
    acceleration: before === null || now === null ? null : now - before,
    meanRelative: isLater && baseline.value > 0 ? area(since) / baseline.value / (last.day - baseline.day) : null,
  };
}

const NOTHING: Trajectory = {
  count: 0,
  lastDay: null,
  baseline: null,
  last: null,
  changeFromBaseline: null,
  changeSincePrevious: null,
  nadir: null,
  nadirDay: null,
  depth: null,
  regrowth: null,
  logSlope: null,
  acceleration: null,
  meanRelative: null,
};

function byDay(course: readonly CoursePoint[]): CoursePoint[] {
  const values = new Map<number, number[]>();
  for (const { day, value } of course) values.set(day, [...(values.get(day) ?? []), value]);
  return [...values]
    .map(([day, own]) => ({ day, value: own.reduce((a, b) => a + b, 0) / own.length }))
    .sort((a, b) => a.day - b.day);
}

/** Growth of the logarithm between two values, a month. */
const rate = (a: CoursePoint, b: CoursePoint): number | null =>
  a.value > 0 && b.value > 0 ? (Math.log(b.value / a.value) / (b.day - a.day)) * DAYS_PER_MONTH : null;

function logSlope(points: readonly CoursePoint[]): number | null {
  if (points.length < 2 || points.some(({ value }) => !(value > 0))) return null;
  const [t, y] = [points.map((p) => p.day / DAYS_PER_MONTH), points.map((p) => Math.log(p.value))];
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
  const [mt, my] = [mean(t), mean(y)];
  const spread = t.reduce((s, v) => s + (v - mt) ** 2, 0);
  return spread > 0 ? t.reduce((s, v, i) => s + (v - mt) * (y[i]! - my), 0) / spread : null;
}

const area = (points: readonly CoursePoint[]): number =>
  points.slice(1).reduce((s, p, i) => s + ((p.value + points[i]!.value) / 2) * (p.day - points[i]!.day), 0);
