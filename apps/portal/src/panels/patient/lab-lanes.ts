import type { Patient } from "@nadir/api/read";
import type { TimelineSeries } from "@nadir/charts";
import { codeWords, convertLab, labMarkerOf, ucumOf } from "@nadir/domain";
import { labUnit } from "../../ui/lab-unit.ts";

type Observation = Patient["observations"][number];
/** A value with its own laboratory's limits, in the unit of its lane. */
interface Value {
  readonly date: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * The blood of a patient as lanes of the time line. Values of one unit stand as they were recorded; of several, in the unit in
 * which the clinical figures reckon with the marker (docs/clinical-figures.md), with their limits. A value that cannot be
 * converted has a lane of its own unit. Values whose laboratories have different limits are judged each by its own.
 */
export function labLanes(observations: readonly Observation[], at: (day: string) => number): readonly TimelineSeries[] {
  const codes = [...new Set(observations.map(({ code }) => code))];
  return codes.flatMap((code) => {
    const words = codeWords(code);
    return lanesOf(observations.filter((o) => o.code === code && o.value !== undefined)).map(({ unit, values }) => {
      const limits = new Set(values.map(({ low, high }) => `${low} ${high}`));
      const own = ({ low, high }: Value) => ({
        ...(low === undefined ? {} : { low }),
        ...(high === undefined ? {} : { high }),
      });
      // A row without limits is judged by those of the others, as long as these agree.
      limits.delete("undefined undefined");
      const shared = limits.size === 1 ? values.map(own).find((l) => Object.keys(l).length > 0) : undefined;
      return {
        label: code,
        ...(words ? { words } : {}),
        unit,
        points: values.map((v) => ({
          day: at(v.date),
          value: v.value,
          ...(limits.size > 1 ? { reference: own(v) } : {}),
        })),
        ...(shared ? { reference: shared } : {}),
      };
    });
  });
}

function lanesOf(observations: readonly Observation[]): { unit: string; values: Value[] }[] {
  const units = new Set(observations.map(({ unit }) => ucumOf(unit ?? "")));
  // Unit 1 is none: a ratio.
  const asRecorded = (o: Observation) => ({ unit: o.unit === "1" ? "" : (o.unit ?? ""), ...scaled(o, (x) => x) });
  const lanes = new Map<string, { unit: string; values: Value[] }>();
  for (const o of observations) {
    const { unit, ...value } = units.size > 1 ? (converted(o) ?? asRecorded(o)) : asRecorded(o);
    // One unit in two spellings is one lane, in that of the first.
    const lane = lanes.get(ucumOf(unit)) ?? { unit, values: [] };
    lane.values.push(value);
    lanes.set(ucumOf(unit), lane);
  }
  return [...lanes.values()];
}

/** In the marker's own unit; null where no conversion is known. */
function converted(o: Observation): (Value & { readonly unit: string }) | null {
  const marker = labMarkerOf(o.code);
  if (marker === null || o.unit === undefined || !Object.hasOwn(marker.factors, ucumOf(o.unit))) return null;
  return { unit: labUnit(marker.unit), ...scaled(o, (x) => convertLab(o.code, x, o.unit).value) };
}

const scaled = ({ date, value, referenceLow, referenceHigh }: Observation, as: (x: number) => number): Value => ({
  date,
  value: as(value as number),
  ...(referenceLow === undefined ? {} : { low: as(referenceLow) }),
  ...(referenceHigh === undefined ? {} : { high: as(referenceHigh) }),
});
