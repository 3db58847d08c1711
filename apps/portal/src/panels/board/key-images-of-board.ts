import type { Patient, PatientImage } from "@nadir/api/read";
import type { DayStyle } from "../../ui/figures.ts";
import { seriesOf } from "../viewer/series.ts";
import { type PlaceOfBoard, placesOfBoard } from "./places-of-board.ts";

/** A picture of the board's sheet: one slice of the scan of one place in the course. */
export interface KeyImageOfBoard extends PlaceOfBoard {
  /** What the scan is, as `CT` or `MR · T1CE`. */
  readonly label: string;
  readonly image: string;
  /** The lesion whose delineation the slice is cut through; null where it has none here. */
  readonly lesion: string | null;
  readonly address: string;
}

type Mask = PatientImage["masks"][number];

/** The first series that the board's page shows, at the places that it shows, each through the same lesion. */
export function keyImagesOfBoard(patient: Patient, days: DayStyle): readonly KeyImageOfBoard[] {
  const [series] = seriesOf(
    patient.images,
    patient.visits.map(({ id }) => id),
  );
  if (!series) return [];
  const shown = placesOfBoard(patient, series.images, days).flatMap((place) => {
    const image = series.images.find(({ visit }) => visit === place.visit);
    return image ? [{ place, image }] : [];
  });
  const lesion = largestOf(
    patient,
    shown.map(({ image }) => image),
  );
  return shown.map(({ place, image }) => {
    const mask = image.masks.filter((one) => one.lesion === lesion).sort(nearerToAReader)[0];
    return {
      ...place,
      label: series.label,
      image: image.id,
      lesion: mask ? mask.lesion : null,
      address: `/api/key-images/${image.id}${mask ? `?mask=${mask.id}` : ""}`,
    };
  });
}

/** Whose delineation goes first where a lesion has several: a reader's own before one that was brought in, a model's last. */
const KINDS: readonly Mask["authorKind"][] = ["drawn", "person", "import", "simulation", "model"];
const nearerToAReader = (a: Mask, b: Mask): number =>
  KINDS.indexOf(a.authorKind) - KINDS.indexOf(b.authorKind) || a.author.localeCompare(b.author, "en");

/** The largest target lesion, as it was ever measured, that is delineated in one of the images; another lesion where no target is. */
function largestOf(patient: Patient, images: readonly PatientImage[]): string | undefined {
  const drawn = new Map<string, number>();
  for (const { masks } of images)
    for (const lesion of new Set(masks.map((m) => m.lesion))) drawn.set(lesion, (drawn.get(lesion) ?? 0) + 1);
  const isTarget = (id: string) => patient.lesions.some((lesion) => lesion.id === id && lesion.role === "target");
  const size = (id: string) =>
    Math.max(0, ...patient.measurements.flatMap((m) => (m.lesion === id ? [m.longestMm ?? m.shortMm ?? 0] : [])));
  return [...drawn.keys()].sort(
    (a, b) =>
      Number(isTarget(b)) - Number(isTarget(a)) ||
      size(b) - size(a) ||
      drawn.get(b)! - drawn.get(a)! ||
      a.localeCompare(b, "en"),
  )[0];
}
