import { z } from "zod";
import { hashOf } from "./hash.ts";
import {
  deviationsPolicy,
  heterogeneity,
  missingData,
  multiplicity,
  primaryAnalysis,
  randomNumbers,
  sampleSize,
  secondaryAnalysis,
  subgroups,
} from "./protocol-analysis.ts";
import { frozenBlock } from "./protocol-frozen.ts";
import { indexTime, protocolEndpoint, protocolGrouping, protocolPredictor } from "./protocol-measures.ts";
import { developmentRecord, protocolModel } from "./protocol-model.ts";
import { biomarkerCategory, intendedUse, population, protocolIdentity } from "./protocol-purpose.ts";
import { protocolSplit } from "./protocol-split.ts";

/**
 * The protocol of a validation study (rule book validation §1): one JSON document. People write the plan; the platform
 * adds `frozen` at lock. Free text stands only where no number depends on it.
 */
export const protocolDocument = z.strictObject({
  schema: z.literal("nadir.validation-protocol/1"),
  identity: protocolIdentity,
  intendedUse,
  biomarker: biomarkerCategory,
  population,
  indexTime,
  endpoints: z.array(protocolEndpoint).min(1),
  predictors: z.array(protocolPredictor),
  groupings: z.array(protocolGrouping),
  model: protocolModel,
  development: developmentRecord,
  split: protocolSplit,
  sampleSize,
  primary: primaryAnalysis,
  secondary: z.array(secondaryAnalysis),
  missing: missingData,
  subgroups,
  heterogeneity,
  multiplicity,
  random: randomNumbers,
  deviations: deviationsPolicy,
  frozen: frozenBlock.optional(),
});
export type ProtocolDocument = z.infer<typeof protocolDocument>;
export type LockedProtocolDocument = ProtocolDocument & { readonly frozen: NonNullable<ProtocolDocument["frozen"]> };

/** The hash that is signed: SHA-256 of the canonical document (RFC 8785), `frozen` included where present. */
export const protocolHash = (document: ProtocolDocument): string => hashOf(document);

/** The hash of what people wrote: the document without `frozen`. */
export function planHash(document: ProtocolDocument): string {
  const { frozen: _, ...plan } = document;
  return hashOf(plan);
}
