import { type AxialSlice, axialSlice, type Delineation, type Volume } from "@nadir/imaging";
import { valuesOf, WINDOWS } from "../panels/viewer/windows.ts";
import { greyPng } from "./grey-png.ts";

/** Sides of the picture in its own units, and of the words under it. */
const FRAME = 512;
const WORDS = 50;
/** The longest of these that takes no more than two fifths of the picture is drawn as a bar. */
const BARS_MM = [50, 20, 10, 5, 1];
const minus = (text: string): string => text.replace("-", "−");

/**
 * An axial slice as a picture: radiological convention, grey by the viewer's first window of the unit, the delineation's outline,
 * marks of the sides, a bar for its size, and under it where the slice lies and which window it has. Nothing of the file's header in words
 * goes into it.
 */
export function drawKeyImage(image: Volume, unit: keyof typeof WINDOWS, delineation: Delineation | null): string {
  const slice = axialSlice(image, delineation, FRAME);
  const { width, height, pixelMm, zMm, inside } = slice;
  const { low, high, words } = windowOf(image, unit);
  const png = greyPng(greyOf(slice, low, high), width, height);
  const [left, top] = [(FRAME - width) / 2, (FRAME - height) / 2];
  const barMm = BARS_MM.find((mm) => mm / pixelMm <= 0.4 * FRAME) ?? 1;
  const bar = Math.round(barMm / pixelMm);
  const where = `${delineation ? "Largest cross-section" : "Middle slice; no outline"}, z ${minus(zMm.toFixed(1))} mm`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FRAME} ${FRAME + WORDS}" width="${FRAME}" height="${FRAME + WORDS}" font-family="system-ui, sans-serif">`,
    `<rect width="${FRAME}" height="${FRAME}"/>`,
    `<g transform="translate(${left} ${top})">`,
    `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString("base64")}"/>`,
    inside ? `<path d="${outline(inside, width, height)}" fill="none" stroke="#ffd23f" stroke-width="2.5"/>` : "",
    "</g>",
    `<g font-size="26" font-weight="700" fill="#fff" stroke="#000" stroke-width="4" paint-order="stroke">`,
    `<text x="10" y="${FRAME / 2 + 9}">R</text>`,
    `<text x="${FRAME - 10}" y="${FRAME / 2 + 9}" text-anchor="end">L</text>`,
    "</g>",
    `<path d="M${FRAME - 14 - bar} ${FRAME - 14}h${bar}" stroke="#000" stroke-width="7"/>`,
    `<path d="M${FRAME - 14 - bar} ${FRAME - 14}h${bar}" stroke="#fff" stroke-width="3"/>`,
    `<g font-size="21" fill="#14202b"><text y="${FRAME + 20}">${where}</text>`,
    `<text y="${FRAME + 44}">${words}; bar ${barMm} mm</text></g>`,
    "</svg>",
  ].join("");
}

function windowOf(image: Volume, unit: keyof typeof WINDOWS): { low: number; high: number; words: string } {
  const { range, label } = WINDOWS[unit][0];
  const [low, high] = valuesOf(range, image) ?? [0, 1];
  return { low, high, words: Array.isArray(range) ? label : `Window ${figure(low)} to ${figure(high)}` };
}
const figure = (value: number): string => minus(String(Number(value.toPrecision(3))));

function greyOf({ values }: AxialSlice, low: number, high: number): Uint8Array {
  const scale = 255 / (high - low);
  // What is no voxel, or no number, is black.
  return Uint8Array.from(values, (value) =>
    Number.isNaN(value) ? 0 : Math.round(Math.min(Math.max((value - low) * scale, 0), 255)),
  );
}

/** The edges between pixels inside and outside, as runs along rows and columns. */
export function outline(inside: Uint8Array, width: number, height: number): string {
  const at = (col: number, row: number): number =>
    col < 0 || row < 0 || col >= width || row >= height ? 0 : inside[row * width + col]!;
  const parts: string[] = [];
  for (let row = 0; row <= height; row++)
    for (const [from, length] of runs(width, (col) => at(col, row - 1) !== at(col, row)))
      parts.push(`M${from} ${row}h${length}`);
  for (let col = 0; col <= width; col++)
    for (const [from, length] of runs(height, (row) => at(col - 1, row) !== at(col, row)))
      parts.push(`M${col} ${from}v${length}`);
  return parts.join("");
}

function* runs(count: number, isEdge: (n: number) => boolean): Generator<readonly [from: number, length: number]> {
  for (let n = 0; n < count; n++) {
    const from = n;
    while (n < count && isEdge(n)) n++;
    if (n > from) yield [from, n - from];
  }
}
