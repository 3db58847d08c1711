import type { CaseMeasurement } from "@nadir/domain";
import { add, decimalsOf, type Exact, multiply, powerOfTen, toExact } from "./exact.ts";

/**
 * What was found of one lesion at one visit, in exact units. Figures are null where they were not given; a lesion that
 * counts as nothing (`absent`, `merged`) has zeros, one that is missing has nulls.
 */
export interface Reading {
  readonly kind: "figure" | "absent" | "too-small" | "merged" | "by-eye" | "missing";
  /** Sum over the parts for a lesion that has split. */
  readonly longest: Exact | null;
  readonly short: Exact | null;
  /** Longest × perpendicular diameter; summed over the parts. */
  readonly product: Exact | null;
  readonly volume: Exact | null;
  /** There to be seen: for a node from 10 mm short axis, for anything else from any size. */
  readonly seen: boolean;
  /** The largest single part by both diameters, where the lesion has split; else the lesion itself. */
  readonly widestLongest: Exact | null;
  readonly widestShort: Exact | null;
  /** The status, or `no entry`, for the trace. */
  readonly word: string;
}

/** The scales of a course: how many decimals its lengths and volumes carry, and the round lengths in those units. */
export interface Scale {
  readonly lengthDecimals: number;
  readonly volumeDecimals: number;
  readonly mm: Exact;
  readonly fiveMm: Exact;
  readonly tenMm: Exact;
  readonly fifteenMm: Exact;
}

/** The coarsest scale on which every figure of the measurements is whole. */
export function scaleOf(measurements: Iterable<CaseMeasurement>): Scale {
  let lengthDecimals = 0;
  let volumeDecimals = 0;
  for (const measurement of measurements) {
    const { parts } = measurement;
    for (let k = 0; k < (parts?.length ?? 1); k++) {
      const { longestMm, shortMm, volumeMm3 } = parts?.[k] ?? measurement;
      if (longestMm !== undefined) lengthDecimals = Math.max(lengthDecimals, decimalsOf(longestMm));
      if (shortMm !== undefined) lengthDecimals = Math.max(lengthDecimals, decimalsOf(shortMm));
      if (volumeMm3 !== undefined) volumeDecimals = Math.max(volumeDecimals, decimalsOf(volumeMm3));
    }
  }
  const mm = powerOfTen(lengthDecimals);
  return {
    lengthDecimals,
    volumeDecimals,
    mm,
    fiveMm: multiply(5, mm),
    tenMm: multiply(10, mm),
    fifteenMm: multiply(15, mm),
  };
}

const nothing = (kind: "absent" | "merged"): Reading => ({
  kind,
  longest: 0,
  short: 0,
  product: 0,
  volume: 0,
  seen: kind === "merged",
  widestLongest: 0,
  widestShort: 0,
  word: kind,
});
const withoutFigures = (kind: "missing" | "by-eye", word: string): Reading => ({
  kind,
  longest: null,
  short: null,
  product: null,
  volume: null,
  seen: kind === "by-eye",
  widestLongest: null,
  widestShort: null,
  word,
});

const ABSENT = nothing("absent");
const MERGED = nothing("merged");
export const NO_ENTRY = withoutFigures("missing", "no entry");
export const TREATED = withoutFigures("missing", "treated");
const NOT_EVALUABLE = withoutFigures("missing", "not-evaluable");
const NOT_IMAGED = withoutFigures("missing", "not-imaged");
const PRESENT = withoutFigures("by-eye", "present");
const INCREASED = withoutFigures("by-eye", "increased");
const UNEQUIVOCAL = withoutFigures("by-eye", "unequivocal-progression");

/** Too small to measure: 5 mm, 5 × 5 mm (Eisenhauer 2009 §4.3.2), and by the same token 5 × 5 × 5 mm. */
function tooSmall(node: boolean, scale: Scale): Reading {
  return {
    kind: "too-small",
    longest: scale.fiveMm,
    short: scale.fiveMm,
    product: multiply(scale.fiveMm, scale.fiveMm),
    volume: multiply(125, powerOfTen(scale.volumeDecimals)),
    seen: !node,
    widestLongest: scale.fiveMm,
    widestShort: scale.fiveMm,
    word: "too-small",
  };
}

export function readingOf(measurement: CaseMeasurement, node: boolean, scale: Scale): Reading {
  switch (measurement.status) {
    case undefined:
      return figuresOf(measurement, node, scale);
    case "absent":
      return ABSENT;
    case "merged":
      return MERGED;
    case "too-small":
      return tooSmall(node, scale);
    case "treated":
      return TREATED;
    case "not-evaluable":
      return NOT_EVALUABLE;
    case "not-imaged":
      return NOT_IMAGED;
    case "present":
      return PRESENT;
    case "increased":
      return INCREASED;
    case "unequivocal-progression":
      return UNEQUIVOCAL;
  }
}

function figuresOf(measurement: CaseMeasurement, node: boolean, scale: Scale): Reading {
  if (measurement.parts === undefined) return ofOnePart(measurement, node, scale);
  let longest: Exact | null = 0;
  let short: Exact | null = 0;
  let product: Exact | null = 0;
  let volume: Exact | null = 0;
  let widestLongest: Exact | null = null;
  let widestShort: Exact | null = null;
  for (const part of measurement.parts) {
    const l = part.longestMm === undefined ? null : toExact(part.longestMm, scale.lengthDecimals);
    const s = part.shortMm === undefined ? null : toExact(part.shortMm, scale.lengthDecimals);
    const v = part.volumeMm3 === undefined ? null : toExact(part.volumeMm3, scale.volumeDecimals);
    longest = longest === null || l === null ? null : add(longest, l);
    short = short === null || s === null ? null : add(short, s);
    product = product === null || l === null || s === null ? null : add(product, multiply(l, s));
    volume = volume === null || v === null ? null : add(volume, v);
    const wider = s !== null && widestShort !== null ? s > widestShort : (l ?? 0) > (widestLongest ?? -1);
    if (wider || widestLongest === null) {
      widestLongest = l;
      widestShort = s;
    }
  }
  const seen = isSeen(longest, short, volume, node, scale);
  return { kind: "figure", longest, short, product, volume, seen, widestLongest, widestShort, word: "measured" };
}

/** A lesion in one piece: what it measures is its own. */
function ofOnePart({ longestMm, shortMm, volumeMm3 }: CaseMeasurement, node: boolean, scale: Scale): Reading {
  const longest = longestMm === undefined ? null : toExact(longestMm, scale.lengthDecimals);
  const short = shortMm === undefined ? null : toExact(shortMm, scale.lengthDecimals);
  const volume = volumeMm3 === undefined ? null : toExact(volumeMm3, scale.volumeDecimals);
  return {
    kind: "figure",
    longest,
    short,
    product: longest === null || short === null ? null : multiply(longest, short),
    volume,
    seen: isSeen(longest, short, volume, node, scale),
    widestLongest: longest,
    widestShort: short,
    word: "measured",
  };
}

/** A node from 10 mm short axis; anything else from any size. */
const isSeen = (longest: Exact | null, short: Exact | null, volume: Exact | null, node: boolean, scale: Scale) =>
  node
    ? short !== null && short >= scale.tenMm
    : (longest !== null && longest > 0) || (short !== null && short > 0) || (volume !== null && volume > 0);
