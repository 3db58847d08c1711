import { z } from "zod";
import { hashOf } from "./hash.ts";
import { type Problem, Refusal } from "./problem.ts";
import {
  deviationsPolicy,
  heterogeneity,
  missingData,
  multiplicity,
  primaryAnalysis,
  protocolSplit,
  randomNumbers,
  sampleSize,
  secondaryAnalysis,
  subgroups,
} from "./protocol-analysis.ts";
import { frozenBlock } from "./protocol-frozen.ts";
import {
  developmentRecord,
  indexTime,
  protocolEndpoint,
  protocolGrouping,
  protocolModel,
  protocolPredictor,
} from "./protocol-measures.ts";
import { biomarkerCategory, intendedUse, population, protocolIdentity } from "./protocol-purpose.ts";
import { type ProtocolRefusalCode, refusalSentence } from "./protocol-refusals.ts";

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
  predictors: z.array(protocolPredictor).min(1),
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

/** Reads a protocol document; refuses with every problem at once, each with its path and the code of the rule book. */
export function readProtocol(value: unknown): ProtocolDocument {
  const special = structuralProblems(value);
  const parsed = protocolDocument.safeParse(value);
  if (!parsed.success) {
    const ordinary = parsed.error.issues
      .filter((issue) => !special.some((s) => `${issue.path.join(".")}.`.startsWith(`${s.where?.path}.`)))
      .map((issue) => problem("PROTOCOL_INVALID", issue.path.join("."), issue.message));
    throw new Refusal([...special, ...ordinary]);
  }
  const problems = [...special, ...contradictions(parsed.data)];
  if (problems.length > 0) throw new Refusal(problems);
  return parsed.data;
}

function problem(code: ProtocolRefusalCode, path: string, detail: string): Problem {
  return { code, message: `${refusalSentence(code)} ${path || "document"}: ${detail}`, where: { path } };
}

/** Faults of shape that the rule book names by their own code, found before the schema says "invalid". */
function structuralProblems(value: unknown): Problem[] {
  const document = asRecord(value);
  const found: Problem[] = [];
  const unit = asRecord(document["split"])["unit"];
  if (unit !== undefined && unit !== "subject")
    found.push(problem("SPLIT_NOT_SUBJECT_LEVEL", "split.unit", `found '${String(unit)}'; write 'subject'.`));
  if (Array.isArray(document["primary"]))
    found.push(problem("PRIMARY_NOT_UNIQUE", "primary", `found a list of ${document["primary"].length}; keep one.`));
  const groupings = Array.isArray(document["groupings"]) ? document["groupings"] : [];
  groupings.forEach((g, i) => {
    if (asRecord(g)["thresholdOrigin"] === "test-data")
      found.push(
        problem("THRESHOLD_FROM_TEST_DATA", `groupings.${i}.thresholdOrigin`, "name where it really is from."),
      );
  });
  return found;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** What each part allows and the whole does not: names that lead nowhere, claims without their means. */
function contradictions(d: ProtocolDocument): Problem[] {
  const found: Problem[] = [];
  const say = (code: ProtocolRefusalCode, path: string, detail: string) => found.push(problem(code, path, detail));
  const unknownId = (path: string, id: string, known: readonly string[]) => {
    if (!known.includes(id))
      say("PROTOCOL_INVALID", path, `'${id}' is not defined here; defined are ${known.join(", ") || "none"}.`);
  };
  const predictors = d.predictors.map((p) => p.id);
  const groupings = d.groupings.map((g) => g.id);
  const families = d.multiplicity.families.map((f) => f.id);
  const ofType = (type: "binary" | "time-to-event") => d.endpoints.filter((e) => e.type === type).map((e) => e.id);
  for (const [name, ids] of [
    ["endpoints", d.endpoints.map((e) => e.id)],
    ["predictors", predictors],
    ["groupings", groupings],
    ["secondary", d.secondary.map((s) => s.id)],
  ] as const)
    for (const id of ids.filter((x, i) => ids.indexOf(x) !== i)) say("PROTOCOL_INVALID", name, `'${id}' stands twice.`);

  if (d.biomarker.best.includes("predictive") && !d.biomarker.comparator)
    say("BEST_PREDICTIVE_WITHOUT_COMPARATOR", "biomarker.comparator", "name the comparator arm and the interaction.");
  d.model.predictors.forEach((p, i) => {
    unknownId(`model.predictors.${i}`, p, predictors);
  });
  unknownId("model.endpoint", d.model.endpoint, ofType("binary"));
  unknownId("primary.endpoint", d.primary.endpoint, ofType("binary"));
  d.groupings.forEach((g, i) => {
    for (const part of g.parts) unknownId(`groupings.${i}.parts`, part.predictor, predictors);
  });
  d.missing.predictors.forEach((m, i) => {
    unknownId(`missing.predictors.${i}.predictor`, m.predictor, predictors);
  });
  for (const id of predictors.filter((p) => !d.missing.predictors.some((m) => m.predictor === p)))
    say("PROTOCOL_INVALID", "missing.predictors", `'${id}' has no rule for missing values.`);
  d.secondary.forEach((s, i) => {
    const path = `secondary.${i}`;
    const needsTime = s.kind === "survival-by-group" || s.kind === "cox";
    unknownId(`${path}.endpoint`, s.endpoint, ofType(needsTime ? "time-to-event" : "binary"));
    if ("grouping" in s) unknownId(`${path}.grouping`, s.grouping, groupings);
    if ("predictor" in s) unknownId(`${path}.predictor`, s.predictor, predictors);
    unknownId(`${path}.family`, s.family, families);
  });
  d.endpoints.forEach((e, i) => {
    if (e.type !== "binary") return;
    const both = e.source.event.filter((v) => e.source.nonEvent.includes(v));
    if (both.length > 0)
      say("PROTOCOL_INVALID", `endpoints.${i}.source`, `'${both[0]}' counts as event and as no event; keep one.`);
  });
  if (d.indexTime.earliestDay > d.indexTime.latestDay)
    say(
      "PROTOCOL_INVALID",
      "indexTime",
      `the window ${d.indexTime.earliestDay} to ${d.indexTime.latestDay} is empty; put the earlier day first.`,
    );
  const { rule } = d.split;
  const inBoth = [...rule.training, ...rule.tuning].filter((k) => rule.test.includes(k));
  if (inBoth.length > 0)
    say(
      rule.by === "site" ? "SITE_IN_BOTH_SETS" : "SUBJECT_IN_BOTH_SETS",
      "split.rule",
      `${rule.by} ${inBoth.join(", ")} is named for development and for test; name it once.`,
    );
  if (d.split.type === "external-site" && !d.split.disjointBy.includes("site"))
    say("SITE_IN_BOTH_SETS", "split.disjointBy", "an external-site split must be disjoint by site; add 'site'.");
  return found;
}
