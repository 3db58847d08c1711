import { convertLab, daysBetween, labMarkerOf, type Observation, Refusal } from "@nadir/domain";

/** A value of a day, in its series' unit. */
export interface LabPoint {
  readonly date: string;
  readonly value: number;
  /** The laboratory's limits in the same unit, where given. */
  readonly low?: number;
  readonly high?: number;
}

/** Values of one marker by date, in one unit, and what was entered but could not be reckoned with. */
export interface LabSeries {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** True where the values are worked out from others. */
  readonly derived: boolean;
  readonly points: readonly LabPoint[];
  readonly refused: readonly { readonly date: string; readonly why: string }[];
}

/**
 * The blood of a course as series. Of several values of a day the last entered stands. Worked out beside what was entered:
 * - `NLR` neutrophils / lymphocytes of the same day, where the day has no entered ratio;
 * - `dNLR` neutrophils / (leucocytes − neutrophils) (Mezquita 2018, JAMA Oncol 4:351);
 * - `LDH-ULN` LDH / upper limit of its own row, whatever the unit of both.
 * A value with a unit that cannot be converted is left out of its series and told.
 */
export function labSeries(observations: readonly Observation[]): ReadonlyMap<string, LabSeries> {
  const all = new Map<string, LabSeries>();
  for (const [code, rows] of byMarker(observations)) {
    const marker = labMarkerOf(code)!;
    const points = new Map<string, LabPoint>();
    const refused: { date: string; why: string }[] = [];
    for (const { code: written, date, value, unit, referenceLow, referenceHigh } of rows) {
      if (value === undefined) continue;
      try {
        // A ratio needs no unit to be one.
        const as = (x: number) => convertLab(written, x, unit ?? (marker.unit === "1" ? "1" : undefined)).value;
        points.set(date, {
          date,
          value: as(value),
          ...(referenceLow === undefined ? {} : { low: as(referenceLow) }),
          ...(referenceHigh === undefined ? {} : { high: as(referenceHigh) }),
        });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ date, why: error.message });
      }
    }
    all.set(code, { code, name: marker.name, unit: marker.unit, derived: false, points: inOrder(points), refused });
  }
  addDerived(all, observations);
  return all;
}

function byMarker(observations: readonly Observation[]): Map<string, Observation[]> {
  const found = new Map<string, Observation[]>();
  for (const row of observations) {
    const marker = labMarkerOf(row.code);
    if (marker) found.set(marker.code, [...(found.get(marker.code) ?? []), row]);
  }
  return found;
}

const inOrder = (points: ReadonlyMap<string, LabPoint>): LabPoint[] =>
  [...points.values()].sort((a, b) => (a.date < b.date ? -1 : 1));

function addDerived(all: Map<string, LabSeries>, observations: readonly Observation[]): void {
  const of = (code: string) => new Map(all.get(code)?.points.map((p) => [p.date, p.value]) ?? []);
  const [neutrophils, lymphocytes, leucocytes] = [of("NEUT"), of("LYM"), of("WBC")];
  const entered = all.get("NLR");
  const ratios = new Map(entered?.points.map((p) => [p.date, p]) ?? []);
  const others = new Map<string, LabPoint>();
  for (const [date, n] of neutrophils) {
    const l = lymphocytes.get(date);
    if (l !== undefined && l > 0 && !ratios.has(date)) ratios.set(date, { date, value: n / l });
    const rest = (leucocytes.get(date) ?? 0) - n;
    if (rest > 0) others.set(date, { date, value: n / rest });
  }
  const blank = { unit: "1", derived: true, refused: [] };
  if (ratios.size > 0)
    all.set("NLR", {
      ...blank,
      code: "NLR",
      name: "Neutrophils to lymphocytes",
      derived: entered === undefined,
      points: inOrder(ratios),
      refused: entered?.refused ?? [],
    });
  if (others.size > 0)
    all.set("dNLR", { ...blank, code: "dNLR", name: "Derived neutrophils to lymphocytes", points: inOrder(others) });
  const limits = new Map<string, LabPoint>();
  for (const { code, date, value, referenceHigh } of observations)
    if (labMarkerOf(code)?.code === "LDH" && value !== undefined && referenceHigh !== undefined && referenceHigh > 0)
      limits.set(date, { date, value: value / referenceHigh });
  if (limits.size > 0)
    all.set("LDH-ULN", { ...blank, code: "LDH-ULN", name: "LDH, times its upper limit", points: inOrder(limits) });
}

/** Blood counts for a day when it was drawn then or at most this many days before. */
export const LAB_WINDOW_DAYS = 28;

/** The last value on or before a day, at most `LAB_WINDOW_DAYS` old; null where there is none. Nothing later is looked at. */
export function labOn(series: LabSeries | undefined, day: string): LabPoint | null {
  const found = series?.points.findLast(({ date }) => date <= day);
  return found !== undefined && daysBetween(found.date, day) <= LAB_WINDOW_DAYS ? found : null;
}
