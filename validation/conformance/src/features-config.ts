import { type FeatureConfig, refuse, TEXTURE_AGGREGATIONS, type TextureAggregation } from "@nadir/domain";
import {
  checkPyradiomicsParameters,
  configFromDocument,
  documentOf,
  isPyradiomicsFile,
  parseConfig,
} from "@nadir/features";
import type { FeatureCase, FeatureCaseIo } from "./features-case.ts";
import type { Reference } from "./features-reference-shape.ts";
import { fromIbsiStyle, publishedConfig } from "./ibsi-style.ts";

type Table = Record<string, unknown>;
const isTable = (x: unknown): x is Table => typeof x === "object" && x !== null && !Array.isArray(x);
const NADIR = ["schema", "profile", "discretisation", "pyradiomics", "interpolation"];

/**
 * The complete configuration of a case. What it leaves open and its reference tells is taken from there: PyRadiomics'
 * settings and image types, and the aggregations that IBSI tags name.
 */
export function configOf(one: FeatureCase, io: FeatureCaseIo, reference: Reference): FeatureConfig {
  const written = typeof one.config === "string" ? named(one.config, io) : one.config;
  if ("complete" in written) return written.complete as FeatureConfig;
  const document = written as Table;
  if (one.profile === "pyradiomics" || isPyradiomicsFile(document)) {
    if (!isPyradiomicsFile(document) && NADIR.some((key) => key in document))
      return parseConfig({ ...fromIbsiStyle(document), profile: "pyradiomics" });
    return configFromDocument(withSections(document, reference));
  }
  const config = fromIbsiStyle(document);
  const aggregations = config.aggregations ?? aggregationsOf(reference);
  return parseConfig({ ...config, profile: "ibsi", ...(aggregations ? { aggregations } : {}) });
}

/** A published configuration, or what a file holds. Refuses `BAD_CONFIG`. */
function named(name: string, io: FeatureCaseIo): Table | { complete: FeatureConfig } {
  const published = publishedConfig(name);
  if (published) return { complete: published };
  if (!/\.(json|ya?ml)$/i.test(name) && name.trim() !== "")
    refuse(
      "BAD_CONFIG",
      `'${name}' is no configuration; name digital-phantom, A to E (IBSI 1), 1.A to 9.B (IBSI 2), or a .json or .yaml file.`,
      { found: name },
    );
  const document = name.trim() === "" ? {} : documentOf(io.text(name));
  return isTable(document)
    ? document
    : refuse("BAD_CONFIG", `'${name}' holds no configuration: it must be a table of settings.`, {
        where: { file: name },
      });
}

function withSections(document: Table, reference: Reference): Table {
  const sections: Table = isPyradiomicsFile(document) ? { ...document } : { setting: document };
  const own = isTable(sections.setting) ? sections.setting : {};
  if (reference.settings && Object.keys(own).length === 0) sections.setting = knownOf(reference.settings);
  if (!sections.imageType) sections.imageType = typesOf(reference);
  return sections;
}

/** Settings that a reference file reports; what is reported but is no setting (counts, versions) is left aside. */
function knownOf(settings: Table): Table {
  const kept: Table = {};
  for (const [key, value] of Object.entries(settings))
    try {
      checkPyradiomicsParameters({ setting: { [key]: value } });
      kept[key] = value;
    } catch {
      // Reported beside the settings, and no setting of PyRadiomics.
    }
  return kept;
}

/** The image types that a reference has values for. */
function typesOf({ expected }: Reference): Table {
  const sigmas = new Set<number>();
  const types: Table = {};
  for (const { key } of expected) {
    const sigma = /^log-sigma-(\d+)-(\d+)-mm/.exec(key);
    if (sigma) sigmas.add(Number(`${sigma[1]}.${sigma[2]}`));
    const first = key.split(/[_-]/)[0]!.toLowerCase();
    const type = TYPES[first];
    if (type) types[type] = {};
  }
  if (sigmas.size > 0) types.LoG = { sigma: [...sigmas] };
  return types;
}
const TYPES: Readonly<Record<string, string>> = {
  original: "Original",
  wavelet: "Wavelet",
  square: "Square",
  squareroot: "SquareRoot",
  logarithm: "Logarithm",
  exponential: "Exponential",
  gradient: "Gradient",
};

/** The aggregations that the reference's tags end with; null where none does. */
function aggregationsOf({ expected, withoutValue }: Reference): TextureAggregation[] | null {
  const tags = [...expected.map((e) => e.key), ...withoutValue];
  const found = TEXTURE_AGGREGATIONS.filter((a) => {
    const [space, kind] = a.split("-") as [string, string];
    const suffix = `_${space.replace(".", "_")}_${kind === "average" ? "avg" : "comb"}`;
    return tags.some((tag) => tag.endsWith(suffix));
  });
  // Families without directions carry the space alone.
  for (const space of ["2D", "2.5D", "3D"] as const) {
    const suffix = new RegExp(`^(szm|dzm|ngt|ngl)_.*[a-z0-9]_${space.replace(".", "_")}$`);
    if (!found.some((a) => a.startsWith(`${space}-`)) && tags.some((tag) => suffix.test(tag)))
      found.push(`${space}-merged`);
  }
  return found.length > 0 ? found : null;
}
