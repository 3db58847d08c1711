import { type Acquisition, type AcquisitionField, nuclideOf, tracerOf } from "@nadir/domain";
import { acquiredAt, dateTime, moment } from "./clock.ts";
import type { DataSet } from "./data-set.ts";
import type { DicomSeries } from "./series.ts";

/** How a series was taken, from its first image and the distance of its slices; what it does not state is left out. */
export function acquisitionOf({ instances }: DicomSeries): Acquisition {
  const data = instances[0];
  if (!data) return {};
  const isPet = data.text("Modality") === "PT";
  const isMr = data.text("Modality") === "MR";
  const pixel = data.numbers("PixelSpacing") ?? data.numbers("ImagerPixelSpacing");
  const found: Partial<Record<AcquisitionField, string | number | undefined>> = {
    manufacturer: data.text("Manufacturer"),
    scannerModel: data.text("ManufacturerModelName"),
    sliceThicknessMm: positive(data.number("SliceThickness")),
    sliceSpacingMm: positive(sliceStep(instances)),
    pixelSpacingMm: pixel ? positive(Number(Math.max(...pixel).toPrecision(6))) : undefined,
    contrastAgent: data.text("ContrastBolusAgent"),
    kvp: positive(data.number("KVP")),
    exposureMas: positive(data.number("Exposure")),
    kernel: isPet ? undefined : data.text("ConvolutionKernel"),
    ...(isMr
      ? {
          fieldStrengthT: tesla(data.number("MagneticFieldStrength")),
          repetitionTimeMs: data.number("RepetitionTime"),
          echoTimeMs: data.number("EchoTime"),
          inversionTimeMs: data.number("InversionTime"),
          flipAngleDeg: data.number("FlipAngle"),
          acquisitionType: data.text("MRAcquisitionType"),
          scanningSequence: data.text("ScanningSequence"),
          bValue: data.number("DiffusionBValue"),
        }
      : {}),
    ...(isPet ? petFacts(instances) : {}),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Acquisition;
}

function petFacts(instances: readonly DataSet[]): Partial<Record<AcquisitionField, string | number | undefined>> {
  const data = instances[0]!;
  const agent = data.items("RadiopharmaceuticalInformationSequence")[0];
  const injected = positive(agent?.number("RadionuclideTotalDose"));
  const starts = instances.map(acquiredAt).filter((t) => t !== undefined);
  const given = agent && injectedAt(agent, data);
  const uptake = given === undefined || starts.length === 0 ? undefined : (Math.min(...starts) - given) / 60;
  return {
    tracer: agent && tracerName(agent),
    radionuclide: agent && radionuclide(agent),
    injectedMbq: injected === undefined ? undefined : injected / 1e6,
    uptakeMin: uptake !== undefined && uptake >= 0 ? Number(uptake.toFixed(2)) : undefined,
    weightKg: positive(data.number("PatientWeight")),
    reconstruction: data.text("ReconstructionMethod"),
    decayCorrection: data.text("DecayCorrection"),
  };
}

const coded = (item: DataSet | undefined): string[] =>
  [item?.text("CodeMeaning"), item?.text("CodeValue")].filter((t) => t !== undefined);

/** SRT and SNOMED write 18F as C-111A1 (PS3.16 CID 4020); other nuclides are told by their name. */
const F18 = "C-111A1";

/** The radionuclide of an injection, as `F-18`; else what the file calls it. */
export function radionuclide(agent: DataSet): string | undefined {
  const names = agent.items("RadionuclideCodeSequence").flatMap(coded);
  if (names.includes(F18)) return "F-18";
  return names.map(nuclideOf).find((n) => n !== undefined) ?? names[0];
}

/** The tracer of an injection as the vocabulary has it; else what the file calls it. */
export function tracerName(agent: DataSet): string | undefined {
  const names = [
    ...[agent.text("Radiopharmaceutical")].filter((t) => t !== undefined),
    ...agent.items("RadiopharmaceuticalCodeSequence").flatMap(coded),
  ];
  const nuclide = nuclideOf(radionuclide(agent) ?? "");
  return names.map((name) => tracerOf(name, nuclide)).find((t) => t !== undefined) ?? names[0];
}

/** The moment of injection: its own date and time, else its time on the day of the series. */
export function injectedAt(agent: DataSet, data: DataSet): number | undefined {
  const stated = dateTime(agent.text("RadiopharmaceuticalStartDateTime"));
  if (stated !== undefined) return stated;
  const onDay = moment(data, "SeriesDate", "SeriesTime");
  const time = dateTime(`${data.text("SeriesDate") ?? ""}${agent.text("RadiopharmaceuticalStartTime") ?? ""}`);
  if (time === undefined) return undefined;
  // A scan after midnight: the injection was on the day before.
  return onDay !== undefined && time > onDay ? time - 86_400 : time;
}

const positive = (x: number | undefined): number | undefined => (x !== undefined && x > 0 ? x : undefined);

/** Some files state the field in gauss; none stands above 20 T. */
const tesla = (x: number | undefined): number | undefined =>
  x === undefined || x <= 0 ? undefined : x > 100 ? x / 10_000 : x;

/** The commonest distance between neighbouring slices, whatever else is wrong with the stack. */
function sliceStep(instances: readonly DataSet[]): number | undefined {
  const six = instances[0]!.numbers("ImageOrientationPatient");
  if (six?.length !== 6) return undefined;
  const [a, b, c, d, e, f] = six as [number, number, number, number, number, number];
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  const along = instances
    .map((data) => data.numbers("ImagePositionPatient"))
    .filter((p) => p?.length === 3)
    .map((p) => p!.reduce((sum, x, n) => sum + x * normal[n]!, 0))
    .sort((x, y) => x - y);
  const steps = along.slice(1).map((z, n) => z - along[n]!);
  const typical = steps.sort((x, y) => x - y)[Math.floor(steps.length / 2)];
  return typical === undefined ? instances[0]!.number("SpacingBetweenSlices") : Number(typical.toFixed(4));
}
