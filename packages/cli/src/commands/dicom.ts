import type { Acquisition, ImagingProtocol, ProtocolDeviation } from "@nadir/domain";
import type { DicomSeries, Volume } from "@nadir/imaging";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir dicom scans/P01-week9
  $ nadir dicom scans/P01-week9 --protocol trial.yaml
  $ nadir dicom scans/P01-week9 --out nifti --subject P01 --visit week9

  The answer has one entry a series: what it is, how it was taken, its grid or why it makes none. With --protocol (an imaging
  protocol, or a trial manifest that holds one) each series has its deviations, in sentences, and the status is 1 when there
  is any. With --out each series becomes a NIfTI file (PET in SUV where the headers allow it), and images.csv has the rows
  for the trial manifest, with the acquisition in its columns.`;

interface Options {
  readonly protocol?: string;
  readonly out?: string;
  readonly subject?: string;
  readonly visit?: string;
}

export function addDicom(program: Command): void {
  program
    .command("dicom")
    .summary("what a DICOM folder holds, against the imaging protocol; to NIfTI")
    .description(
      "Lists the image series of a DICOM file or folder with their acquisition, checks them against a trial's imaging protocol, and turns them into NIfTI.",
    )
    .argument("<path>", "a DICOM file, or a folder with all that lies below it")
    .option("--protocol <file>", "imaging protocol or trial manifest (JSON or YAML): list deviations")
    .option("--out <folder>", "write every series there as NIfTI, with images.csv")
    .option("--subject <key>", "the subject, for images.csv")
    .option("--visit <key>", "the visit, for images.csv")
    .addHelpText("after", EXAMPLE)
    .action(dicom);
}

interface SeriesEntry {
  readonly uid: string;
  readonly studyUid: string | null;
  /** Maker, model and serial number or station name. */
  readonly scanner: string | null;
  readonly moment?: string;
  readonly modality: string | null;
  readonly description: string;
  readonly images: number;
  readonly acquisition: Acquisition;
  readonly grid?: { readonly dims: readonly number[]; readonly spacingMm: readonly number[] };
  readonly unit?: "HU" | "SUV" | "arbitrary";
  readonly notes?: readonly string[];
  readonly problems?: readonly string[];
  readonly deviations?: readonly ProtocolDeviation[];
  readonly file?: string;
}

async function dicom(path: string, options: Options): Promise<void> {
  const { acquisitionOf } = await import("@nadir/imaging");
  const { modality: modalities, protocolDeviations } = await import("@nadir/domain");
  const { imageOfSeries, scannerOf, seriesWords } = await import("@nadir/features");
  const { readDicomPath } = await import("../dicom/read-dicom-path.ts");
  const { readImagingProtocol } = await import("../read-imaging-protocol.ts");
  const protocol: ImagingProtocol | null =
    options.protocol === undefined ? null : await readImagingProtocol(options.protocol);
  const { series, dicomFiles, otherFiles } = await readDicomPath(path);
  const entries: SeriesEntry[] = [];
  for (const [n, each] of series.entries()) {
    const first = each.instances[0]!;
    const acquisition = acquisitionOf(each);
    const modality = first.text("Modality") ?? null;
    const description = first.text("SeriesDescription") ?? "";
    const known = modalities.options.find((m) => m === modality);
    const made = imageOfSeries(each);
    const deviations =
      protocol && known ? protocolDeviations({ ...acquisition, modality: known, description }, protocol) : undefined;
    const file = options.out !== undefined && made.image ? await write(options.out, n, each, made.image) : undefined;
    if (deviations !== undefined)
      for (const { sentence } of deviations) message(`✗ ${n + 1}. ${seriesWords(each)}: ${sentence}`);
    for (const problem of made.problems) message(`note ${n + 1}. ${seriesWords(each)}: ${problem}`);
    entries.push({
      uid: each.uid,
      studyUid: first.text("StudyInstanceUID") ?? null,
      scanner: scannerOf(first),
      ...(each.phases > 1 ? { moment: `${each.phase + 1} of ${each.phases}` } : {}),
      modality,
      description,
      images: each.instances.length,
      acquisition,
      ...(made.image ? { grid: { dims: made.image.dims, spacingMm: made.image.spacing }, unit: made.unit } : {}),
      ...(made.notes.length > 0 ? { notes: made.notes } : {}),
      ...(made.problems.length > 0 ? { problems: made.problems } : {}),
      ...(deviations ? { deviations } : {}),
      ...(file === undefined ? {} : { file }),
    });
  }
  if (options.out !== undefined) await writeRows(options, entries);
  const found = entries.reduce((sum, e) => sum + (e.deviations?.length ?? 0), 0);
  await result({
    schema: "nadir.dicom/1",
    path,
    files: { dicom: dicomFiles, other: otherFiles },
    ...(protocol ? { protocolVersion: protocol.version, deviations: found } : {}),
    series: entries,
  });
  if (!protocol) return;
  message(
    found === 0 ? "✓ No deviation from the imaging protocol." : `${found} deviation(s) from the imaging protocol.`,
  );
  if (found > 0) throw new Ended(1);
}

async function write(folder: string, n: number, series: DicomSeries, image: Volume): Promise<string> {
  const { mkdir, writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { gzipSync } = await import("node:zlib");
  const { writeNifti } = await import("@nadir/imaging");
  const first = series.instances[0]!;
  const words = [
    first.text("Modality"),
    first.text("SeriesDescription"),
    series.phases > 1 ? `t${series.phase + 1}` : "",
  ];
  const name = words
    .filter(Boolean)
    .join("-")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, 48);
  const file = `${String(n + 1).padStart(2, "0")}-${name || "series"}.nii.gz`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), gzipSync(writeNifti(image, first.text("SeriesDescription"))));
  return file;
}

/** The rows of the manifest's table `images`: a trial's data manager adds them to the trial's own. */
async function writeRows({ out, subject, visit }: Options, entries: readonly SeriesEntry[]): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { acquisition, csvText } = await import("@nadir/domain");
  const written = entries.filter((e) => e.file !== undefined);
  const stated = Object.keys(acquisition.shape).filter((field) => written.some((e) => field in e.acquisition));
  const rows = written.map((e) => [
    subject ?? null,
    visit ?? null,
    e.file!.replace(/\.nii\.gz$/, "").slice(0, 64),
    e.file!,
    e.modality,
    e.description || e.modality,
    e.unit!,
    e.studyUid,
    e.uid || null,
    e.scanner,
    ...stated.map((field) => e.acquisition[field as keyof Acquisition] ?? null),
  ]);
  const columns = [
    "subject",
    "visit",
    "id",
    "file",
    "modality",
    "description",
    "unit",
    "studyUid",
    "seriesUid",
    "scanner",
    ...stated,
  ];
  await writeFile(join(out!, "images.csv"), csvText(columns, rows));
  message(`written: ${out} (${written.length} of ${entries.length} series, images.csv)`);
}
