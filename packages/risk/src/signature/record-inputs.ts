import { type Biomarker, convertLab, labMarkerOf, type Observation, Refusal, type Signature } from "@nadir/domain";
import { labOn, labSeries } from "../clinical/lab-series.ts";
import type { GivenValue, KnownOfSubject } from "./gather-inputs.ts";

/** What the record knows of a patient on a day. */
export interface RecordOnDay {
  readonly date: string;
  readonly ageYears: number | null;
  readonly sex: string;
  readonly ecog: number | null;
  readonly karnofsky: number | null;
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  /** Features by region, of the visit. */
  readonly regions: KnownOfSubject["regions"];
}

/**
 * The inputs of a signature from the record as it stood on a day: blood at most 28 days old, in the signature's own unit
 * where it can be converted; `<marker>_upper_limit` is the laboratory's; markers of tissue as entered; age, sex, ECOG.
 */
export function recordInputs(signature: Signature, record: RecordOnDay): KnownOfSubject {
  const series = labSeries(record.observations.filter(({ date }) => date <= record.date));
  const values: Record<string, GivenValue> = {};
  for (const input of signature.inputs) {
    if (input.from !== "value" && input.from !== "word") continue;
    const column = input.from === "value" ? (input.column ?? input.name) : input.name;
    const found =
      input.from === "value"
        ? (bloodOf(column, input.unit, series, record) ?? plainOf(column, record))
        : plainOf(column, record);
    if (found !== null) values[column] = found;
  }
  return { values, regions: record.regions };
}

function bloodOf(
  column: string,
  unit: string,
  series: ReturnType<typeof labSeries>,
  { date }: RecordOnDay,
): GivenValue | null {
  const [, name = column, limit] = /^(.*?)(_upper_limit|_lower_limit)?$/i.exec(column) ?? [];
  const derived = { nlr: "NLR", dnlr: "dNLR", derived_nlr: "dNLR", ldh_uln: "LDH-ULN", ldh_ratio: "LDH-ULN" }[
    name.toLowerCase()
  ];
  const code = derived ?? labMarkerOf(name)?.code;
  const point = labOn(code === undefined ? undefined : series.get(code), date);
  if (code === undefined || point === null) return null;
  const value = limit === undefined ? point.value : limit.toLowerCase() === "_upper_limit" ? point.high : point.low;
  if (value === undefined) return null;
  const own = series.get(code)?.unit as string;
  if (own === "1") return { value, unit: "1" };
  try {
    return { value: convertLab(code, value, own, unit).value, unit };
  } catch (error) {
    // A unit that the marker cannot have: the signature refuses it, naming both.
    if (error instanceof Refusal) return { value, unit: own };
    throw error;
  }
}

function plainOf(column: string, record: RecordOnDay): GivenValue | null {
  const plain: Readonly<Record<string, number | string | null>> = {
    age: record.ageYears,
    age_years: record.ageYears,
    sex: record.sex,
    ecog: record.ecog,
    karnofsky: record.karnofsky,
  };
  const name = column.toLowerCase();
  if (Object.hasOwn(plain, name)) return plain[name] === null ? null : { value: plain[name] as number | string };
  const same = (code: string) => code.toLowerCase().replace(/[^a-z0-9]+/g, "_") === name.replace(/[^a-z0-9]+/g, "_");
  const marker = record.biomarkers.findLast(
    ({ code, date }) => same(code) && (date === undefined || date <= record.date),
  );
  return marker === undefined
    ? null
    : { value: marker.value ?? marker.text ?? null, ...(marker.unit === undefined ? {} : { unit: marker.unit }) };
}
