import { HALF_LIFE_S, type Nuclide, nuclideOf, Refusal } from "@nadir/domain";
import {
  acquiredAt,
  attributeName,
  type DataSet,
  type DicomSeries,
  dateTime,
  dicomVolume,
  injectedAt,
  isoMoment,
  moment,
  radionuclide,
  timeOfDay,
  tracerName,
  type Volume,
  withData,
} from "@nadir/imaging";
import { type SuvFacts, suvFactor } from "./suv.ts";

/** The image of a PET series in SUVbw (g/mL), and how it came about. */
export interface DicomSuv {
  readonly image: Volume;
  /** The DICOM unit of the series: BQML, CNTS or GML. */
  readonly units: string;
  /** g/mL for one unit of the image (slice by slice alike); null where slices have their own. */
  readonly factor: number | null;
  readonly tracer: string | null;
  readonly radionuclide: string | null;
  /** What the factor was computed from; null where the scanner gives SUV, or the factor, itself. */
  readonly facts: SuvFacts | null;
  /** Choices that the headers left open, in sentences. */
  readonly notes: readonly string[];
}

/** A nuclide that lives longer than this (s) may have been injected on another day: its date must be stated. */
const SAME_DAY_S = 6 * 3600;
/** The file's half-life may leave the nuclide's by this fraction: tables of different years differ by less. */
const HALF_LIFE_SLACK = 0.02;

/**
 * A PET series in SUV by body weight, after the vendor-neutral recipe of QIBA (SUV technical pages: happy path and
 * its exceptions). Units BQML: activity, decayed from the injection to what Decay Correction refers to; CNTS: Philips'
 * private SUV scale factor (7053,1000), else its activity factor (7053,1009); GML: SUVbw already.
 * START refers to the series' time, or where that lies after the first acquisition (a derived series) to GE's private
 * scan time, else to the first acquisition; ADMIN to the injection; NONE to each slice's own acquisition.
 * Refuses everything that is missing (`SUV_FACTS_MISSING`) and contradictory (`SUV_FACTS_CONTRADICT`) together, each with its tag.
 */
export function dicomSuv(series: DicomSeries): DicomSuv {
  const first = series.instances[0]!;
  const bad = new Faults();
  const notes: string[] = [];
  const modality = first.text("Modality");
  if (modality !== "PT")
    bad.contradicts(`the series is ${modality ?? "of no stated modality"}, ${attributeName("Modality")}, not PT`);
  for (const keyword of ["Units", "DecayCorrection", "CorrectedImage", "PatientWeight"] as const)
    if (series.instances.some((data) => data.text(keyword) !== first.text(keyword)))
      bad.contradicts(`the images of the series differ in ${attributeName(keyword)}`);
  const corrected = first.text("CorrectedImage")?.split("\\") ?? [];
  if (corrected.length === 0) bad.misses(attributeName("CorrectedImage"));
  else if (!corrected.includes("ATTN"))
    bad.contradicts(
      `${attributeName("CorrectedImage")} is ${corrected.join("\\")}, without ATTN: activity that is not corrected for attenuation has no SUV`,
    );

  const agent = first.items("RadiopharmaceuticalInformationSequence")[0];
  const named = { tracer: (agent && tracerName(agent)) ?? null, radionuclide: (agent && radionuclide(agent)) ?? null };
  const units = first.text("Units");
  const philips = philipsFactors(first);
  if (units === undefined) bad.misses(attributeName("Units"));
  else if (units === "GML") {
    const type = first.text("SUVType") ?? "BW";
    if (type !== "BW") bad.contradicts(`${attributeName("SUVType")} is ${type}; SUV by body weight (BW) is wanted`);
    bad.refuse();
    notes.push(
      `Units GML: the scanner's SUV${first.text("SUVType") ? "bw" : ", taken to be by body weight"}, as it is.`,
    );
    return { image: dicomVolume(series), units, factor: 1, ...named, facts: null, notes };
  } else if (units === "CNTS" && philips.suv !== undefined) {
    bad.refuse();
    notes.push("Units CNTS: the scanner's own SUV scale factor (7053,1000) was used.");
    const factor = (data: DataSet): number => philipsFactors(data).suv ?? philips.suv!;
    return { image: scaled(series, factor), units, factor: same(series, factor), ...named, facts: null, notes };
  } else if (units === "CNTS" && philips.activity === undefined)
    bad.misses("the private scale factors of Philips (7053,1000) and (7053,1009), which Units CNTS needs");
  else if (units !== "BQML" && units !== "CNTS")
    bad.contradicts(`${attributeName("Units")} is ${units}; BQML, CNTS (Philips) or GML is wanted`);
  else if (units === "CNTS") notes.push("Units CNTS: the scanner's activity scale factor (7053,1009) gave Bq/mL.");

  const facts = activityFacts(series, agent, bad, notes);
  bad.refuse();
  const factor = (data: DataSet): number =>
    suvFactor(facts(data)) * (units === "CNTS" ? (philipsFactors(data).activity ?? philips.activity!) : 1);
  return {
    image: scaled(series, factor),
    units: units!,
    factor: same(series, factor),
    ...named,
    facts: facts(first),
    notes,
  };
}

/** Weight, activity, half-life and both times, each from its tag; the answer gives the facts of one slice. */
function activityFacts(
  { instances }: DicomSeries,
  agent: DataSet | undefined,
  bad: Faults,
  notes: string[],
): (data: DataSet) => SuvFacts {
  const first = instances[0]!;
  const weightKg = first.number("PatientWeight");
  if (weightKg === undefined || weightKg === 0) bad.misses(attributeName("PatientWeight"));
  else if (weightKg < 1 || weightKg > 500)
    bad.contradicts(`${attributeName("PatientWeight")} is ${weightKg} kg, which no patient weighs`);
  if (!agent) bad.misses(attributeName("RadiopharmaceuticalInformationSequence"));
  const injectedBq = agent?.number("RadionuclideTotalDose");
  if (agent && !injectedBq) bad.misses(attributeName("RadionuclideTotalDose"));
  else if (injectedBq !== undefined && injectedBq < 1e5)
    bad.contradicts(`${attributeName("RadionuclideTotalDose")} is ${injectedBq}, too little for Bq; written in MBq?`);
  const decay = first.text("DecayCorrection");
  if (decay === undefined) bad.misses(attributeName("DecayCorrection"));
  else if (decay !== "START" && decay !== "ADMIN" && decay !== "NONE")
    bad.contradicts(`${attributeName("DecayCorrection")} is ${decay}; START, ADMIN or NONE is wanted`);
  const corrected = first.text("CorrectedImage")?.split("\\") ?? [];
  const saysDecay = corrected.includes("DECY");
  if (corrected.length > 0 && decay !== undefined && saysDecay !== (decay !== "NONE"))
    bad.contradicts(
      `${attributeName("DecayCorrection")} is ${decay}, but ${attributeName("CorrectedImage")} ${saysDecay ? "names" : "does not name"} DECY`,
    );
  const halfLifeS = halfLife(agent, bad);
  const given = decay === "ADMIN" || !agent ? undefined : injection(agent, first, halfLifeS, bad, notes);
  const start = decay === "START" ? referenceTime(instances, bad, notes) : undefined;
  if (decay === "NONE") {
    if (instances.some((data) => acquiredAt(data) === undefined))
      bad.misses(`${attributeName("AcquisitionDate")} and ${attributeName("AcquisitionTime")} of every slice`);
    notes.push("Not decay-corrected: each slice refers to the start of its own acquisition.");
  }
  const tracer = agent && tracerName(agent);
  return (data) => {
    const at = start ?? acquiredAt(data);
    return {
      weightKg: weightKg!,
      injectedBq: injectedBq!,
      decayCorrection: decay as "START" | "ADMIN" | "NONE",
      ...(tracer === undefined ? {} : { tracer }),
      ...(halfLifeS === undefined ? {} : { halfLifeS }),
      ...(given === undefined ? {} : { injectedAt: isoMoment(given) }),
      ...(at === undefined || decay === "ADMIN" ? {} : { imageAt: isoMoment(at) }),
    };
  };
}

function halfLife(agent: DataSet | undefined, bad: Faults): number | undefined {
  const stated = agent?.number("RadionuclideHalfLife");
  const nuclide = agent && nuclideOf(radionuclide(agent) ?? "");
  const known = nuclide && HALF_LIFE_S[nuclide as Nuclide];
  if (stated === undefined || stated === 0) {
    if (agent && known === undefined)
      bad.misses(
        `${attributeName("RadionuclideHalfLife")}, or a known radionuclide in ${attributeName("RadionuclideCodeSequence")}`,
      );
    return known;
  }
  if (known !== undefined && Math.abs(stated / known - 1) > HALF_LIFE_SLACK)
    bad.contradicts(
      `${attributeName("RadionuclideHalfLife")} is ${stated} s, but ${nuclide} (${attributeName("RadionuclideCodeSequence")}) has ${known} s`,
    );
  return stated;
}

function injection(
  agent: DataSet,
  data: DataSet,
  halfLifeS: number | undefined,
  bad: Faults,
  notes: string[],
): number | undefined {
  const stated = dateTime(agent.text("RadiopharmaceuticalStartDateTime"));
  const time = timeOfDay(agent.text("RadiopharmaceuticalStartTime"));
  if (stated === undefined && time === undefined) {
    bad.misses(
      `${attributeName("RadiopharmaceuticalStartDateTime")} or ${attributeName("RadiopharmaceuticalStartTime")}`,
    );
    return undefined;
  }
  if (stated !== undefined) {
    if (time !== undefined && Math.abs((stated % 86_400) - time) > 60)
      bad.contradicts(
        `${attributeName("RadiopharmaceuticalStartDateTime")} and ${attributeName("RadiopharmaceuticalStartTime")} give different times of injection (${agent.text("RadiopharmaceuticalStartDateTime")}, ${agent.text("RadiopharmaceuticalStartTime")})`,
      );
    return stated;
  }
  if (halfLifeS !== undefined && halfLifeS > SAME_DAY_S) {
    bad.misses(
      `${attributeName("RadiopharmaceuticalStartDateTime")}: with a half-life of ${halfLifeS} s the injection may lie days before the scan, and ${attributeName("RadiopharmaceuticalStartTime")} has no date`,
    );
    return undefined;
  }
  const at = injectedAt(agent, data);
  if (at === undefined) bad.misses(attributeName("SeriesDate"));
  else {
    const series = moment(data, "SeriesDate", "SeriesTime");
    const isBefore = series !== undefined && Math.floor(at / 86_400) < Math.floor(series / 86_400);
    notes.push(
      `The injection has a time without a date; it was taken to be on the ${isBefore ? "day before the series (the scan ran past midnight)" : "day of the series"}.`,
    );
  }
  return at;
}

/** What an image corrected to START refers to. */
function referenceTime(instances: readonly DataSet[], bad: Faults, notes: string[]): number | undefined {
  const first = instances[0]!;
  const series = moment(first, "SeriesDate", "SeriesTime");
  const acquired = instances.map(acquiredAt).filter((t) => t !== undefined);
  const earliest = acquired.length > 0 ? Math.min(...acquired) : undefined;
  if (series !== undefined && earliest !== undefined && series <= earliest) return series;
  const ge = first.privateTag(0x0009, "GEMS_PETD_01", 0x0d);
  const scan = ge === undefined ? undefined : dateTime(first.text(ge));
  if (scan !== undefined) {
    notes.push("The series' time is not that of the scan; GE's private scan time (0009,100D) was used.");
    return scan;
  }
  if (earliest === undefined) {
    bad.misses(
      `${attributeName("AcquisitionDate")} and ${attributeName("AcquisitionTime")}, by which the series' time is known to be that of the scan`,
    );
    return undefined;
  }
  notes.push(
    series === undefined
      ? "The series has no time; the first acquisition of its slices was used."
      : "The series' time lies after its first acquisition (a derived series); the first acquisition was used.",
  );
  return earliest;
}

function philipsFactors(data: DataSet): { suv: number | undefined; activity: number | undefined } {
  const of = (element: number): number | undefined => {
    const tag = data.privateTag(0x7053, "Philips PET Private Group", element);
    const value = tag === undefined ? undefined : data.number(tag);
    return value !== undefined && value > 0 ? value : undefined;
  };
  return { suv: of(0x00), activity: of(0x09) };
}

function scaled(series: DicomSeries, factor: (data: DataSet) => number): Volume {
  const volume = dicomVolume(series, { factor });
  return volume.data instanceof Float64Array ? volume : withData(volume, Float64Array.from(volume.data));
}

function same({ instances }: DicomSeries, factor: (data: DataSet) => number): number | null {
  const one = factor(instances[0]!);
  return instances.every((data) => factor(data) === one) ? one : null;
}

/** Everything that is missing or contradictory, told together. */
class Faults {
  readonly #missing: string[] = [];
  readonly #contradictory: string[] = [];

  misses(what: string): void {
    this.#missing.push(what);
  }

  contradicts(what: string): void {
    this.#contradictory.push(what);
  }

  refuse(): void {
    const problems = [
      ...(this.#missing.length > 0
        ? [
            {
              code: "SUV_FACTS_MISSING",
              message: `SUV cannot be computed: the DICOM files lack ${this.#missing.join("; ")}.`,
              found: this.#missing.join("; "),
            },
          ]
        : []),
      ...this.#contradictory.map((what) => ({
        code: "SUV_FACTS_CONTRADICT",
        message: `SUV cannot be computed: ${what}.`,
        found: what,
      })),
    ];
    if (problems.length > 0) throw new Refusal(problems);
  }
}
