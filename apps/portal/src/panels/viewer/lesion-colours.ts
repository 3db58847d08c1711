import type { PatientImage } from "@nadir/api/read";
import { maskAddress, type Series } from "./series.ts";

export type Colour = readonly [red: number, green: number, blue: number];

/** One file of delineations: each label in it is a lesion with its colour. */
export interface DrawnMask {
  readonly url: string;
  readonly labels: readonly { readonly label: number; readonly lesion: string; readonly colour: Colour }[];
}

/** Told apart on grey and from the orange crosshair; red first, as delineations are drawn. */
const COLOURS: readonly Colour[] = [
  [255, 48, 48],
  [86, 180, 233],
  [60, 220, 130],
  [221, 120, 255],
  [240, 228, 66],
  [0, 220, 220],
];

/** One colour a lesion, the same at every visit and in every kind of image. */
export function lesionColours(series: readonly Series[]): ReadonlyMap<string, Colour> {
  const lesions = new Set(series.flatMap(({ images }) => images.flatMap(({ masks }) => masks.map((m) => m.lesion))));
  return new Map([...lesions].map((lesion, at) => [lesion, COLOURS[at % COLOURS.length]!]));
}

/** Several lesions may lie in one file under their own labels: each file is loaded once. */
export function drawnMasks(image: PatientImage, colours: ReadonlyMap<string, Colour>): DrawnMask[] {
  const files = new Map<string, PatientImage["masks"]>();
  for (const mask of image.masks) files.set(mask.objectHash, [...(files.get(mask.objectHash) ?? []), mask]);
  return [...files.values()].map((masks) => ({
    url: maskAddress(masks[0]!),
    labels: masks.map(({ label, lesion }) => ({ label, lesion, colour: colours.get(lesion) ?? COLOURS[0]! })),
  }));
}

export const rgb = (colour: Colour | undefined): string => `rgb(${(colour ?? COLOURS[0]!).join(" ")})`;
