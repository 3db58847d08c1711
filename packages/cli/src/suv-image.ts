import { bidsSuvFacts, dicomSuv, suvFactor, suvFacts, toSuv } from "@nadir/features";
import { type Volume, withData } from "@nadir/imaging";
import { isDicomPath, oneSeries } from "./dicom/read-dicom-path.ts";
import { readDocument, readJson } from "./read-input.ts";
import { readVolumeFile } from "./read-volume-file.ts";
import { WrongUsage } from "./usage.ts";

export interface SuvAnswer {
  readonly image: Volume;
  readonly units: string;
  /** g/mL for one unit of the image; null where slices have their own. */
  readonly factor: number | null;
  readonly tracer: string | null;
  readonly radionuclide: string | null;
  readonly facts: unknown;
  readonly notes: readonly string[];
}

/**
 * A PET image in SUV by `source`: the word `dicom` (its own headers), or a JSON file that is a PET side-car of BIDS (told by
 * its members in capitals) or the facts of `suvFacts`.
 */
export async function suvOf(path: string, source: string, series?: string): Promise<SuvAnswer> {
  if (source === "dicom") {
    if (!(await isDicomPath(path)))
      throw new WrongUsage(`'${path}' is no DICOM; give what SUV needs in a side-car (BIDS) or a file of facts.`);
    return dicomSuv(await oneSeries(path, series));
  }
  const document = await readJson(source);
  const isSidecar =
    typeof document === "object" && document !== null && Object.keys(document).some((k) => /^[A-Z]/.test(k));
  if (!isSidecar) {
    const facts = await readDocument(source, suvFacts);
    const factor = suvFactor(facts);
    const image = toSuv(await readVolumeFile(path, series), facts);
    return { image, units: "Bq/mL", factor, tracer: facts.tracer ?? null, radionuclide: null, facts, notes: [] };
  }
  const { facts, becquerels } = bidsSuvFacts(document);
  const factor = suvFactor(facts) * becquerels;
  const { TracerName, TracerRadionuclide, Units } = document as Readonly<Record<string, string>>;
  return {
    image: times(await readVolumeFile(path, series), factor),
    units: Units!,
    factor,
    tracer: facts.tracer ?? TracerName ?? null,
    radionuclide: TracerRadionuclide ?? null,
    facts,
    notes: [],
  };
}

const times = (image: Volume, factor: number): Volume =>
  withData(
    image,
    Float64Array.from(image.data, (x) => x * factor),
  );
