import type { ResponseCase } from "@nadir/domain";
import { type Course, courseOf } from "@nadir/response";
import type { DefinitionResult } from "./definition-result.ts";
import { type GrowthKinetics, growthKinetics, type KineticsReason, threeScansOf } from "./growth-kinetics.ts";
import {
  champiat2017,
  ferrara2018,
  kato2017,
  loRusso2019,
  matos2020,
  saadaBouzid2017,
} from "./hyperprogression-definitions.ts";
import { evidenceOf } from "./hyperprogression-evidence.ts";

export const HYPERPROGRESSION_DEFINITIONS = {
  "champiat-2017": {
    citation: "Champiat 2017, Clin Cancer Res 23:1920",
    decide: champiat2017,
  },
  "ferrara-2018": {
    citation: "Ferrara 2018, JAMA Oncol 4:1543",
    decide: ferrara2018,
  },
  "saada-bouzid-2017": {
    citation: "Saâda-Bouzid 2017, Ann Oncol 28:1605",
    decide: saadaBouzid2017,
  },
  "kato-2017": {
    citation: "Kato 2017, Clin Cancer Res 23:4242",
    decide: kato2017,
  },
  "lo-russo-2019": {
    citation: "Lo Russo 2019, Clin Cancer Res 25:989",
    decide: loRusso2019,
  },
  "matos-2020": {
    citation: "Matos 2020, Clin Cancer Res 26:1846",
    decide: matos2020,
  },
} as const;
export type HyperprogressionDefinition = keyof typeof HYPERPROGRESSION_DEFINITIONS;

/** Six definitions side by side, never merged: they name different patients (rule book §12). */
export interface HyperprogressionAnswer {
  readonly kinetics: GrowthKinetics | null;
  /** Why there are no kinetics; null when there are. */
  readonly kineticsReason: KineticsReason | null;
  /** Visit ids; null where there is no such scan. */
  readonly scans: {
    readonly preBaseline: string | null;
    readonly baseline: string | null;
    readonly onTreatment: string | null;
  };
  readonly definitions: Readonly<
    Record<HyperprogressionDefinition, DefinitionResult & { readonly criteriaMet?: number }>
  >;
}

/** Shortest interval of two scans from which a rate is read. */
const MIN_INTERVAL_DAYS = 14;

export const hyperprogression = (document: ResponseCase): HyperprogressionAnswer =>
  hyperprogressionOf(courseOf(document));

export function hyperprogressionOf(course: Course): HyperprogressionAnswer {
  const scans = threeScansOf(course);
  const minIntervalDays = course.case.options?.hyperprogression?.minIntervalDays ?? MIN_INTERVAL_DAYS;
  const finding = growthKinetics(course, scans, minIntervalDays);
  const evidence = evidenceOf(course, scans, finding);
  const id = (visit: number) => course.visits[visit]?.id ?? null;
  const definitions = Object.fromEntries(
    Object.entries(HYPERPROGRESSION_DEFINITIONS).map(([name, definition]) => [name, definition.decide(evidence)]),
  ) as HyperprogressionAnswer["definitions"];
  return {
    kinetics: finding.kinetics,
    kineticsReason: finding.reason,
    scans: { preBaseline: id(scans.preBaseline), baseline: id(scans.baseline), onTreatment: id(scans.onTreatment) },
    definitions,
  };
}
