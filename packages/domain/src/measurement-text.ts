import { fragmentSizes } from "./record/lesion.ts";
import { measurementStatus } from "./record/vocabulary.ts";
import type { CaseMeasurement } from "./response-case.ts";

/** What a reader found of a lesion, without saying which. */
export type MeasurementEntry = Omit<CaseMeasurement, "lesion">;

/** A size or a status in a reader's shorthand, read; or a sentence that says what would be right. */
export type MeasurementReading = { readonly entry: MeasurementEntry | null } | { readonly problem: string };

const SIZE = /^(?:\d+(?:\.\d+)?)?(?:[x×]\d+(?:\.\d+)?)?$/;
const VOLUME = /^(\d+(?:\.\d+)?)ml$/;

/**
 * Reads `35`, `35x20` (longest × perpendicular, mm), `x12` (short axis), `20x12+15` (fragments of a split lesion), `4.2 mL`,
 * or a status (`absent`, `too small`, `not evaluable`, …). A single length of a node is its short axis. Empty is no entry.
 */
export function readMeasurementText(text: string, node: boolean): MeasurementReading {
  const word = text.trim().toLowerCase();
  if (word === "") return { entry: null };
  const status = measurementStatus.safeParse(word.replace(/[\s_]+/g, "-"));
  if (status.success) return { entry: { status: status.data } };
  const plain = word.replace(/\s+|mm/g, "").replace(/,(?=\d)/g, ".");
  const volume = VOLUME.exec(plain);
  // mL with up to ten decimals in mm³, free of the last bits of a double.
  if (volume) return { entry: { volumeMm3: Number((Number(volume[1]) * 1000).toFixed(7)) } };
  const parts = plain.split("+");
  if (!parts.every((part) => part !== "" && SIZE.test(part)))
    return {
      problem: `'${text.trim()}' is no size; write 35, 35x20, x12, 20x12+15, 4.2 mL, or a status such as ${measurementStatus.options.slice(0, 3).join(", ")}.`,
    };
  const sizes = parts.map((part) => {
    const { longestMm, shortMm } = fragmentSizes(part);
    return node && shortMm === undefined && longestMm !== undefined
      ? { shortMm: longestMm }
      : { ...(longestMm === undefined ? {} : { longestMm }), ...(shortMm === undefined ? {} : { shortMm }) };
  });
  return { entry: sizes.length > 1 ? { parts: sizes } : (sizes[0] as MeasurementEntry) };
}

/** The shorthand of a measurement, as `readMeasurementText` reads it back. */
export function measurementText(entry: MeasurementEntry, node: boolean): string {
  if (entry.status) return entry.status.replaceAll("-", " ");
  if (entry.parts) return entry.parts.map((part) => sizeText(part, node)).join(" + ");
  const size = sizeText(entry, node);
  if (size !== "") return size;
  return entry.volumeMm3 === undefined ? "" : `${Number((entry.volumeMm3 / 1000).toPrecision(15))} mL`;
}

function sizeText({ longestMm, shortMm }: Pick<MeasurementEntry, "longestMm" | "shortMm">, node: boolean): string {
  if (longestMm !== undefined)
    return shortMm === undefined ? (node ? "" : String(longestMm)) : `${longestMm} × ${shortMm}`;
  return shortMm === undefined ? "" : node ? String(shortMm) : `× ${shortMm}`;
}
