import { refuse, TEXTURE_AGGREGATIONS, type TextureAggregation } from "@nadir/domain";
import { IBSI_1_CONFIGS, IBSI_2_CONFIGS } from "@nadir/features";

/**
 * Configurations in the words of IBSI's tables: the same settings as `nadir.feature-config/1`, under the names and
 * values that papers and other tools give them. What is already in Nadir's own words passes unchanged; what is in
 * neither is refused by name.
 */
export function fromIbsiStyle(written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const loose: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(written)) {
    const name = TOP[word(key)];
    if (name === undefined) out[key] = value;
    else if (name in LOOSE) loose[name] = value;
    else if (value !== undefined) out[name] = value;
  }
  if ("interpolation" in out || "spacingMm" in loose) out.interpolation = interpolationOf(out.interpolation, loose);
  if ("resegmentation" in out || "range" in loose || "outlierSigma" in loose)
    out.resegmentation = resegmentationOf(out.resegmentation, loose);
  if ("discretisation" in out || "binWidth" in loose || "binCount" in loose)
    out.discretisation = discretisationOf(out.discretisation ?? picked(loose, ["binWidth", "binCount"]));
  if ("intensityVolumeHistogram" in out) out.intensityVolumeHistogram = volumeHistogramOf(out.intensityVolumeHistogram);
  if ("aggregations" in out) out.aggregations = aggregationsOf(out.aggregations);
  else if ("space" in loose) out.aggregations = inSpace(loose.space);
  if ("filter" in out) {
    if (out.filter === null || word(String(out.filter)) === "none") delete out.filter;
    else out.filter = filterOf(out.filter);
  }
  return out;
}

/** The published configuration of a name: `B`, `config_b`, `IBSI-1 B`, `digital phantom`, `2.A`. */
export function publishedConfig(name: string) {
  const plain = name
    .trim()
    .replace(/^ibsi[\s_-]*[12]?[\s_-]*/i, "")
    .replace(/^config(uration)?[\s_-]*/i, "");
  if (word(plain) === "digitalphantom") return IBSI_1_CONFIGS["digital-phantom"];
  const upper = plain.toUpperCase().replace(/^(\d)[\s_-]?([AB])$/, "$1.$2");
  return Object.hasOwn(IBSI_1_CONFIGS, upper)
    ? IBSI_1_CONFIGS[upper as keyof typeof IBSI_1_CONFIGS]
    : IBSI_2_CONFIGS[upper];
}

/** Letters and digits alone, in lower case: how names are compared. */
const word = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

const TOP: Readonly<Record<string, string>> = {
  normalization: "normalisation",
  interpolation: "interpolation",
  resampling: "interpolation",
  rounding: "roundIntensities",
  round: "roundIntensities",
  roundintensities: "roundIntensities",
  intensityrounding: "roundIntensities",
  resegmentation: "resegmentation",
  resegmentationrange: "range",
  resegmentationsigma: "outlierSigma",
  outliersigma: "outlierSigma",
  discretisation: "discretisation",
  discretization: "discretisation",
  ivh: "intensityVolumeHistogram",
  intensityvolumehistogram: "intensityVolumeHistogram",
  aggregation: "aggregations",
  aggregations: "aggregations",
  families: "families",
  filter: "filter",
  resamplemask: "resampleMask",
  space: "space",
  dimension: "space",
  spacing: "spacingMm",
  newspacing: "spacingMm",
  resampledspacing: "spacingMm",
  resampledpixelspacing: "spacingMm",
  imageinterpolation: "image",
  imageinterpolator: "image",
  interpolator: "image",
  maskinterpolation: "mask",
  maskinterpolator: "mask",
  binwidth: "binWidth",
  binsize: "binWidth",
  bincount: "binCount",
  binnumber: "binCount",
  bins: "binCount",
};
/** Settings that may stand at the top and belong into a section. */
const LOOSE: Readonly<Record<string, true>> = {
  range: true,
  outlierSigma: true,
  space: true,
  spacingMm: true,
  image: true,
  mask: true,
  binWidth: true,
  binCount: true,
};

type Table = Record<string, unknown>;
const picked = (table: Table, names: readonly string[]): Table =>
  Object.fromEntries(names.filter((name) => name in table).map((name) => [name, table[name]]));
const isTable = (x: unknown): x is Table => typeof x === "object" && x !== null && !Array.isArray(x);
const bad = (path: string, found: unknown, expected: string): never =>
  refuse(
    "BAD_CONFIG",
    `Feature configuration, ${path}: ${JSON.stringify(found)} is not understood; give ${expected}.`,
    {
      where: { path },
      found: JSON.stringify(found) ?? "nothing",
      expected,
    },
  );

/** A table's values under the name that each of its keys stands for; refuses the first key that stands for none. */
function under(path: string, table: Table, names: Readonly<Record<string, string>>): Table {
  const out: Table = {};
  for (const [key, value] of Object.entries(table)) {
    const name = names[word(key)];
    if (name === undefined)
      bad(`${path}.${key}`, value, `one of the keys ${[...new Set(Object.values(names))].join(", ")}`);
    else out[name] = value;
  }
  return out;
}

function interpolationOf(section: unknown, loose: Table): unknown {
  if (section === null || (typeof section === "string" && word(section) === "none")) return null;
  if (section !== undefined && !isTable(section)) return { spacingMm: spacingOf(section), ...methods(loose) };
  const given = under("interpolation", section ?? {}, {
    spacing: "spacingMm",
    spacingmm: "spacingMm",
    newspacing: "spacingMm",
    voxelsize: "spacingMm",
    voxelsizemm: "spacingMm",
    image: "image",
    method: "image",
    imagemethod: "image",
    interpolator: "image",
    imageinterpolation: "image",
    mask: "mask",
    maskmethod: "mask",
    maskinterpolation: "mask",
    roi: "mask",
  });
  const all = { ...loose, ...given };
  if (typeof all.image === "string" && word(all.image) === "none") return null;
  return { spacingMm: spacingOf(all.spacingMm), ...methods(all) };
}

function methods({ image, mask }: Table): Table {
  return {
    ...(image === undefined ? {} : { image: methodOf("interpolation.image", image) }),
    ...(mask === undefined ? {} : { mask: methodOf("interpolation.mask", mask) }),
  };
}

function methodOf(path: string, found: unknown): string {
  const name = word(String(found));
  if (/nearest/.test(name)) return "nearest";
  if (/cubic|spline/.test(name)) return "cubic";
  if (/linear/.test(name)) return "linear";
  return bad(path, found, "nearest, linear or cubic");
}

function spacingOf(found: unknown): unknown {
  if (typeof found === "number") return [found, found, found];
  if (Array.isArray(found) && found.length === 2) return [...found, null];
  return Array.isArray(found)
    ? found
    : bad("interpolation.spacingMm", found, "a number, or two or three of them, in mm");
}

function resegmentationOf(section: unknown, loose: Table): unknown {
  const none = { range: null, outlierSigma: null };
  if (section === null || (typeof section === "string" && word(section) === "none")) return none;
  if (Array.isArray(section)) return { ...none, ...picked(loose, ["outlierSigma"]), range: section };
  if (section !== undefined && !isTable(section))
    return bad("resegmentation", section, "a range, or {range, outlierSigma}");
  const given = under("resegmentation", section ?? {}, {
    range: "range",
    intensityrange: "range",
    outliersigma: "outlierSigma",
    sigma: "outlierSigma",
    outliers: "outlierSigma",
    outlier: "outlierSigma",
  });
  const { range = null, outlierSigma = null } = { ...loose, ...given };
  return { range, outlierSigma: outlierSigma === true ? 3 : outlierSigma === false ? null : outlierSigma };
}

const SIZE = /^(fbs|fixedbinsize|fixedbinwidth|binsize|binwidth)$/;
const NUMBER = /^(fbn|fixedbinnumber|fixedbincount|binnumber|bincount)$/;

function discretisationOf(section: unknown): unknown {
  if (!isTable(section)) return bad("discretisation", section, "{method, width} or {method, bins}");
  const given = under("discretisation", section, {
    method: "method",
    type: "method",
    width: "width",
    binwidth: "width",
    binsize: "width",
    size: "width",
    bins: "bins",
    bincount: "bins",
    binnumber: "bins",
    number: "bins",
    n: "bins",
    value: "value",
  });
  const name = word(String(given.method ?? (given.width === undefined ? "fbn" : "fbs")));
  if (SIZE.test(name)) return { method: "fixed-bin-size", width: given.width ?? given.value };
  if (NUMBER.test(name)) return { method: "fixed-bin-number", bins: given.bins ?? given.value };
  return bad("discretisation.method", given.method, "fixed-bin-size (FBS) or fixed-bin-number (FBN)");
}

function volumeHistogramOf(section: unknown): unknown {
  if (section === null || (typeof section === "string" && /^(none|unit|definite|discrete)$/.test(word(section))))
    return { method: "unit" };
  if (isTable(section) && /^(unit|none|discretised)$/.test(word(String(section.method)))) {
    const method = word(String(section.method));
    return { method: method === "none" ? "unit" : method };
  }
  return discretisationOf(section);
}

const CODES: Readonly<Record<string, TextureAggregation>> = {
  btw3: "2D-average",
  sujt: "2D-merged",
  "8qnn": "2D-merged",
  jjui: "2.5D-average",
  zw7z: "2.5D-merged",
  "62gr": "2.5D-merged",
  itbb: "3D-average",
  iazd: "3D-merged",
  kobo: "3D-merged",
};
const BY_WORD = new Map<string, TextureAggregation>([
  ...TEXTURE_AGGREGATIONS.map((a) => [word(a), a] as const),
  ...TEXTURE_AGGREGATIONS.map((a) => [word(a).replace("average", "avg").replace("merged", "comb"), a] as const),
  ...Object.entries(CODES),
]);

function aggregationsOf(found: unknown): unknown {
  if (found === "auto") return found;
  const list = Array.isArray(found) ? found : [found];
  const named = list.map(
    (one) =>
      BY_WORD.get(word(String(one))) ??
      bad("aggregations", one, `${TEXTURE_AGGREGATIONS.join(", ")}, or an IBSI code of one`),
  );
  return [...new Set(named)];
}

function inSpace(found: unknown): TextureAggregation[] {
  const name = word(String(found));
  const kept = TEXTURE_AGGREGATIONS.filter((a) => (name.startsWith("3d") ? a.startsWith("3D") : !a.startsWith("3D")));
  return /^(2d|25d|2d25d|3d)$/.test(name) ? kept : bad("space", found, "2D or 3D");
}

function filterOf(found: unknown): unknown {
  if (!isTable(found)) return bad("filter", found, "a table of its settings");
  const { type, name, ...rest } = found;
  return rest.kind === undefined ? { ...rest, kind: type ?? name } : found;
}
