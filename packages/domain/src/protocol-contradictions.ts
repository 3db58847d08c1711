import type { ProtocolDocument } from "./protocol.ts";
import type { Contradiction, Say } from "./protocol-contradiction.ts";
import { effectContradictions as effects } from "./protocol-effect-contradictions.ts";
import { heterogeneityContradictions as sites } from "./protocol-heterogeneity-contradictions.ts";
import { importedContradictions as imported } from "./protocol-imported-contradictions.ts";
import { missingContradictions as missing } from "./protocol-missing-contradictions.ts";
import { horizonOfModel, isImportedModel } from "./protocol-model.ts";
import { modelContradictions as model } from "./protocol-model-contradictions.ts";
import { SPLIT_TYPES } from "./protocol-split.ts";

/** Names that lead nowhere, claims without their means, plans that cannot fail. */
export function contradictions(document: ProtocolDocument): Contradiction[] {
  const found: Contradiction[] = [];
  const say: Say = (code, path, detail) => {
    found.push({ code, path, detail });
  };
  for (const rule of [
    people,
    names,
    purpose,
    population,
    figures,
    model,
    imported,
    missing,
    effects,
    sites,
    outcomeAsPredictor,
    success,
    split,
  ])
    rule(document, say);
  return found;
}

const alike = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The statistician who approves is not one of the authors. */
function people({ identity }: ProtocolDocument, say: Say): void {
  const { statistician } = identity;
  for (const author of identity.authors)
    if (
      author.person !== undefined && statistician.person !== undefined
        ? author.person === statistician.person
        : alike(author.name, statistician.name)
    )
      say(
        "SIGNER_NOT_INDEPENDENT",
        "identity.statistician",
        `${statistician.name} is named as author too; name an independent statistician.`,
      );
}

const NEEDS_TIME: readonly string[] = ["survival-by-group", "survival-by-risk-group", "cox", "horizon-performance"];

function names(d: ProtocolDocument, say: Say): void {
  const predictors = d.predictors.map((p) => p.id);
  const groupings = d.groupings.map((g) => g.id);
  const families = d.multiplicity.families.map((f) => f.id);
  const ofType = (type: "binary" | "time-to-event") => d.endpoints.filter((e) => e.type === type).map((e) => e.id);
  const known = (path: string, id: string, ids: readonly string[]) => {
    if (!ids.includes(id))
      say("PROTOCOL_INVALID", path, `'${id}' is not defined here; defined are ${ids.join(", ") || "none"}.`);
  };
  for (const [path, ids] of [
    ["endpoints", d.endpoints.map((e) => e.id)],
    ["predictors", predictors],
    ["groupings", groupings],
    ["secondary", d.secondary.map((s) => s.id)],
    ["multiplicity.families", families],
    ["model.predictors", d.model.predictors],
    ["missing.predictors", d.missing.predictors.map((m) => m.predictor)],
  ] as const)
    for (const id of new Set(ids.filter((x, i) => ids.indexOf(x) !== i)))
      say("PROTOCOL_INVALID", path, `'${id}' stands twice.`);
  d.model.predictors.forEach((p, i) => {
    known(`model.predictors.${i}`, p, predictors);
  });
  known("model.endpoint", d.model.endpoint, endpointsOf(d, ofType));
  if (predictors.length === 0 && d.model.type !== "imported-predictions")
    say("PROTOCOL_INVALID", "predictors", "the model needs at least one predictor; none is defined.");
  known("primary.endpoint", d.primary.endpoint, ofType(d.primary.metric === "auc" ? "binary" : "time-to-event"));
  d.groupings.forEach((g, i) => {
    for (const part of g.parts) known(`groupings.${i}.parts`, part.predictor, predictors);
  });
  d.missing.predictors.forEach((m, i) => {
    known(`missing.predictors.${i}.predictor`, m.predictor, predictors);
  });
  for (const id of predictors.filter((p) => !d.missing.predictors.some((m) => m.predictor === p)))
    say("PROTOCOL_INVALID", "missing.predictors", `'${id}' has no rule for missing values.`);
  d.secondary.forEach((s, i) => {
    const path = `secondary.${i}`;
    const either = s.kind === "adjusted-effect" || s.kind === "treatment-interaction";
    known(
      `${path}.endpoint`,
      s.endpoint,
      either ? d.endpoints.map((e) => e.id) : ofType(NEEDS_TIME.includes(s.kind) ? "time-to-event" : "binary"),
    );
    if ("grouping" in s) known(`${path}.grouping`, s.grouping, groupings);
    if ("predictor" in s) known(`${path}.predictor`, s.predictor, predictors);
    known(`${path}.family`, s.family, families);
  });
}

/** Endpoints that the model can foretell: a score from elsewhere may order either kind. */
function endpointsOf({ model }: ProtocolDocument, ofType: (type: "binary" | "time-to-event") => string[]): string[] {
  if (isImportedModel(model) && model.output.kind === "score") return [...ofType("binary"), ...ofType("time-to-event")];
  return ofType(horizonOfModel(model) === null ? "binary" : "time-to-event");
}

function purpose(d: ProtocolDocument, say: Say): void {
  if (d.biomarker.best.includes("predictive") && !d.biomarker.comparator)
    say("BEST_PREDICTIVE_WITHOUT_COMPARATOR", "biomarker.comparator", "name the comparator arm and the interaction.");
}

/** Conditions that nobody can satisfy. */
function population({ population: p, split }: ProtocolDocument, say: Say): void {
  p.eligibility.filter.forEach((c, i) => {
    const path = `population.eligibility.filter.${i}`;
    if (c.field === "ageYears" && c.atLeast !== undefined && c.below !== undefined && c.atLeast >= c.below)
      say("PROTOCOL_INVALID", path, `nobody is at least ${c.atLeast} and below ${c.below} years old.`);
    const { rule } = split;
    if ((c.field !== "arm" && c.field !== "site") || rule.by !== c.field) return;
    const shut = [...rule.training, ...rule.tuning, ...rule.test].filter((k) => !c.oneOf.includes(k));
    if (shut.length > 0)
      say("PROTOCOL_INVALID", path, `the split names ${c.field} ${shut.join(", ")}, which is not eligible; keep one.`);
  });
}

function figures(d: ProtocolDocument, say: Say): void {
  const window = d.indexTime.informationWindowDays;
  for (const endpoint of d.endpoints) {
    const first = endpoint.type === "time-to-event" ? Math.min(...endpoint.horizonsDays) : Number.POSITIVE_INFINITY;
    if (window >= first)
      say(
        "PROTOCOL_INVALID",
        "indexTime.informationWindowDays",
        `predictors known ${window} days after the index time would know '${endpoint.id}' at ${first} days; end the window before it.`,
      );
  }
  d.endpoints.forEach((e, i) => {
    if (e.type !== "binary") return;
    const both = e.source.event.filter((v) => e.source.nonEvent.includes(v));
    if (both.length > 0)
      say("PROTOCOL_INVALID", `endpoints.${i}.source`, `'${both[0]}' counts as event and as no event; keep one.`);
  });
  d.predictors.forEach((p, i) => {
    if (p.source.from === "feature" && p.featureConfigHash === "none")
      say(
        "FEATURE_CONFIG_MISMATCH",
        `predictors.${i}.featureConfigHash`,
        "a feature names the configuration of its extraction.",
      );
    const [low, high] = p.allowedRange;
    if (low >= high)
      say(
        "PROTOCOL_INVALID",
        `predictors.${i}.allowedRange`,
        `${low} to ${high} holds no value; put the smaller first.`,
      );
    if (p.segmentation.source === "automatic" && p.segmentation.modelHash === undefined)
      say("PROTOCOL_INVALID", `predictors.${i}.segmentation`, "an automatic segmentation names the hash of its model.");
  });
  if (d.indexTime.kind === "first-on-treatment-scan" && d.indexTime.earliestDay > d.indexTime.latestDay)
    say(
      "PROTOCOL_INVALID",
      "indexTime",
      `the window ${d.indexTime.earliestDay} to ${d.indexTime.latestDay} is empty; put the earlier day first.`,
    );
  const { events, nonEvents } = d.primary.conclusiveOnlyWith;
  if (events + nonEvents > d.split.expected.test && !d.sampleSize.fixedByTrial)
    say(
      "SAMPLE_SIZE_UNJUSTIFIED",
      "primary.conclusiveOnlyWith",
      `a conclusion needs ${events + nonEvents} test subjects, ${d.split.expected.test} are expected; enrol more, or say that the trial fixes the number.`,
    );
}

/** A predictor that names the endpoint, or is read from the endpoint's own record, foretells itself. */
function outcomeAsPredictor(d: ProtocolDocument, say: Say): void {
  const endpoints = new Set(d.endpoints.flatMap((e) => [e.id.toLowerCase(), e.source.endpoint.toLowerCase()]));
  d.predictors.forEach((p, i) => {
    const code = "code" in p.source ? p.source.code : null;
    for (const name of [p.id, ...(code === null ? [] : [code])])
      if (endpoints.has(name.toLowerCase())) {
        say("OUTCOME_USED_AS_PREDICTOR", `predictors.${i}`, `'${name}' is an endpoint of this protocol.`);
        return;
      }
  });
}

/** A success rule that a worthless marker meets, or that nothing can meet, decides nothing. */
function success({ primary }: ProtocolDocument, say: Say): void {
  const { nullValue } = primary;
  if (nullValue < 0.5 || nullValue >= 1)
    say(
      "PROTOCOL_INVALID",
      "primary.nullValue",
      `chance orders half of the pairs right, and nothing more than all; ${nullValue} is no value to beat.`,
    );
  const holds = (value: number, { is, than }: (typeof primary.success)[number]): boolean =>
    is === ">" ? value > than : is === ">=" ? value >= than : is === "<" ? value < than : value <= than;
  primary.success.forEach((rule, i) => {
    if (!holds(0, rule) && !holds(1, rule))
      say(
        "PROTOCOL_INVALID",
        `primary.success.${i}`,
        `no probability of a right order is ${rule.is} ${rule.than}; the rule can never be met.`,
      );
    else if (!holds(1, rule))
      say(
        "PROTOCOL_INVALID",
        `primary.success.${i}`,
        `a perfect order would fail a rule of ${rule.is} ${rule.than}; success asks for more, not for less.`,
      );
  });
  // Success must say more than chance. At the null value itself, estimate and limits included, some rule must fail.
  if (primary.success.every((rule) => holds(nullValue, rule)))
    say(
      "PROTOCOL_INVALID",
      "primary.success",
      `a marker no better than ${nullValue} meets every rule; ask for more than the null value.`,
    );
}

function split({ identity, split: s }: ProtocolDocument, say: Say): void {
  const { rule } = s;
  const type = SPLIT_TYPES[s.type];
  if (!type.by.includes(rule.by))
    say(
      "PROTOCOL_INVALID",
      "split.rule.by",
      `a split of type ${s.type} is made by ${type.by.join(" or ")}, not by ${rule.by}.`,
    );
  for (const level of type.disjoint.filter((l) => !s.disjointBy.includes(l)))
    say(
      level === "site" || level === "study"
        ? "SITE_IN_BOTH_SETS"
        : level === "time"
          ? "TEMPORAL_ORDER"
          : "SUBJECT_IN_BOTH_SETS",
      "split.disjointBy",
      `a split of type ${s.type} must be disjoint by ${level}; add '${level}'.`,
    );
  if (rule.by === "index-date") {
    const last = rule.tuningFrom;
    if (last !== undefined && last >= rule.cutOff)
      say(
        "TEMPORAL_ORDER",
        "split.rule.tuningFrom",
        `tuning from ${last} lies in the test period, which begins ${rule.cutOff}.`,
      );
    return;
  }
  if (rule.by === "drawn" || rule.by === "elsewhere") return;
  const keys = (list: readonly (string | { readonly key: string })[]) =>
    list.map((x) => (typeof x === "string" ? x : x.key));
  const development = [...keys(rule.training), ...keys(rule.tuning)];
  const inBoth = development.filter((k) => keys(rule.test).includes(k));
  if (inBoth.length > 0)
    say(
      rule.by === "site" || rule.by === "study" ? "SITE_IN_BOTH_SETS" : "SUBJECT_IN_BOTH_SETS",
      "split.rule",
      `${rule.by} ${inBoth.join(", ")} is named for development and for test; name it once.`,
    );
  const twice = development.filter((k, i) => development.indexOf(k) !== i);
  if (twice.length > 0)
    say(
      "PROTOCOL_INVALID",
      "split.rule",
      `${rule.by} ${twice.join(", ")} is named for training and for tuning; name it once.`,
    );
  if (rule.by !== "study") return;
  const [test] = rule.test;
  if (test && test.key !== identity.study)
    say(
      "PROTOCOL_INVALID",
      "split.rule.test",
      `the test study must be the protocol's own, ${identity.study}; found ${test.key}.`,
    );
  for (const other of [...rule.training, ...rule.tuning])
    if (test && (alike(other.sponsor, test.sponsor) || alike(other.protocol, test.protocol)))
      say(
        "SITE_IN_BOTH_SETS",
        "split.rule",
        `an external study has another sponsor and another protocol than ${other.key}; both name ${alike(other.sponsor, test.sponsor) ? other.sponsor : other.protocol}.`,
      );
}
