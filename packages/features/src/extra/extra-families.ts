import {
  ADC_UNITS,
  divergenceSettings,
  edgeSettings,
  type FeatureConfig,
  type FeatureFamily,
  type FeatureValue,
  kineticsSettings,
  refuse,
  vesselSettings,
} from "@nadir/domain";
import { type Region, regionOf, requireSameGeometry, type Volume } from "@nadir/imaging";
import { FAMILY_ENTRIES } from "../catalogue/catalogue.ts";
import { divergenceFeatures } from "../maps/divergence.ts";
import { edgeFeatures } from "../maps/edge.ts";
import { kineticFeatures } from "../maps/kinetics.ts";
import { type Maps, mapFeatures } from "../maps/maps.ts";
import { vesselFeatures } from "../maps/vessel.ts";
import { adcFeatures } from "../modality/adc.ts";
import { lesionPartFeatures } from "../modality/parts.ts";
import { perfusionFeatures } from "../modality/perfusion.ts";
import { petFeatures } from "../modality/pet.ts";
import type { References } from "../modality/references.ts";
import { isNumber, type Outcome } from "../outcome.ts";
import type { Discretised } from "../prepare/discretise.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { autoregressive } from "./autoregressive.ts";
import type { ExtraValue } from "./extra-value.ts";
import { fractal } from "./fractal.ts";
import { habitats } from "./habitats.ts";
import { minkowski } from "./minkowski.ts";
import { orientedGradients } from "./oriented-gradients.ts";
import { shape2d } from "./shape-2d.ts";
import { statisticsExtra } from "./statistics-extra.ts";

export interface ExtraInput {
  readonly config: FeatureConfig;
  readonly region: Prepared;
  readonly discretised: Discretised;
  readonly image: Volume;
  readonly mask: Volume;
  readonly label: number | readonly number[] | undefined;
  readonly references: References;
  readonly maps: Maps;
  /** The moments of a dynamic series. */
  readonly dynamic: readonly Volume[];
}

/**
 * Values of the families beyond IBSI that the configuration names, in catalogue order. Keys are ids, with what they
 * were taken at: `pet_mtv@41%`. Refuses `SETTINGS_MISSING` for a family whose settings are not stated.
 */
export function extraValues(input: ExtraInput): FeatureValue[] {
  const wanted = new Set(input.config.families);
  return Object.entries(COMPUTE).flatMap(([family, compute]) =>
    wanted.has(family as FeatureFamily) ? compute(input).map(featureValueOf) : [],
  );
}

const COMPUTE: Readonly<Partial<Record<FeatureFamily, (input: ExtraInput) => ExtraValue[]>>> = {
  "statistics-extra": ({ region }) => named("statistics-extra", statisticsExtra(region)),
  "shape-2d": ({ region }) => named("shape-2d", shape2d(region)),
  fractal: ({ region }) => named("fractal", fractal(region)),
  minkowski: ({ region }) => named("minkowski", minkowski(region)),
  autoregressive: ({ region }) => named("autoregressive", autoregressive(region)),
  "oriented-gradients": ({ region }) => named("oriented-gradients", orientedGradients(region)),
  habitats: ({ region, config }) => habitats(region, config.habitats?.count ?? 2),
  pet: ({ region, image, references, config }) =>
    petFeatures(region, image, references, config.pet ?? { suvThresholds: [2.5, 4], percentOfMax: [41, 50] }),
  adc: ({ region, discretised, image, references, config }) => {
    const { storedUnit, intermediate } =
      config.adc ?? unstated("adc", "adc.storedUnit (mm2/s, 1e-3 mm2/s or 1e-6 mm2/s)");
    return adcFeatures(region, discretised, image, references, ADC_UNITS[storedUnit], intermediate);
  },
  perfusion: ({ region, image, references, config }) => {
    const { threshold } = config.perfusion ?? unstated("perfusion", "perfusion.threshold (nCBV)");
    return perfusionFeatures(region, image, references, threshold);
  },
  parts: ({ mask, config }) => {
    const { labels, volumeClassesMl } =
      config.parts ?? unstated("parts", "parts.labels (the mask's labels of each part)");
    return lesionPartFeatures(mask, labels, volumeClassesMl);
  },
  maps: (input) => mapFeatures(input.image, onImage(input), input.maps),
  kinetics: (input) =>
    kineticFeatures(
      input.image,
      onImage(input),
      input.dynamic,
      input.references,
      input.config.kinetics ?? kineticsSettings.parse({}),
    ),
  divergence: (input) =>
    divergenceFeatures(
      input.image,
      onImage(input),
      input.maps,
      input.config.divergence ?? divergenceSettings.parse({}),
      input.region.warnings,
    ),
  edge: (input) => edgeFeatures(input.image, onImage(input), input.config.edge ?? edgeSettings.parse({})),
  vessel: (input) =>
    vesselFeatures(
      input.mask,
      onImage(input),
      input.references,
      input.config.vessel ?? vesselSettings.parse({}),
      input.region.warnings,
    ),
};

/** The region as it lies on the image's own grid, before any interpolation. */
function onImage({ image, mask, label }: ExtraInput): Region {
  requireSameGeometry(image, mask);
  return regionOf(mask, label);
}

const unstated = (family: FeatureFamily, setting: string): never =>
  refuse("SETTINGS_MISSING", `The family '${family}' is asked for, but the configuration does not state ${setting}.`, {
    where: { path: setting.split(" ")[0]! },
  });

const named = (family: FeatureFamily, outcomes: readonly Outcome[]): ExtraValue[] =>
  FAMILY_ENTRIES[family].map((entry, n) => ({ id: entry.id, outcome: outcomes[n]! }));

function featureValueOf({ id, at, outcome }: ExtraValue): FeatureValue {
  const name = { key: at === undefined ? id : `${id}@${at}`, id, code: null, aggregation: null };
  return isNumber(outcome) ? { ...name, value: outcome } : { ...name, value: null, reason: outcome };
}
