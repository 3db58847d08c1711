import { asSystem, type Database, type Tx } from "@nadir/db";
import { refuse, type StrataRule } from "@nadir/domain";
import { allStrata, type StratumFromRecord, strataRuleInWords, stratumFromRecord } from "@nadir/risk";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { responseAccess } from "../responses/cohort-outcomes.ts";
import { readDraws, readPlans } from "./read-plans.ts";
import { cardsAsked, NO_RULE, readRecords } from "./read-records.ts";
import { type LodgedRule, rulesOf } from "./rules.ts";
import type { StrataDraw, StrataPlan, TrialStrata } from "./strata-shape.ts";

/**
 * The strata of a trial as the person may see them: the rule in use, each patient's inputs and stratum, counts, balance, plans
 * and draws. Row-level security leaves a coordinator of one site that site's patients. Refuses a blinded reader.
 */
export async function readStrata(tx: Tx, personId: string, trialKey: string): Promise<TrialStrata> {
  const { trialId, permissions } = await responseAccess(tx, personId, trialKey);
  const [about] = await tx.sql<Pick<TrialStrata["trial"], "title" | "dates">[]>`
    select document ->> 'title' as title, document -> 'dates' as dates from record.trial where id = ${trialId}`;
  const versions = await rulesOf(tx, trialId);
  const plans = await readPlans(tx, trialId);
  const rule = ruleInForce(versions, plans);
  const draws = await readDraws(tx, trialId);
  const subjects = withDraws(await sortedOnce(tx, trialId, rule), draws);
  // Inputs and draws are of before treatment; a remark or an emergency may tell of what came later.
  const toldOf = new Set(draws.filter((d) => d.remarks.length + d.unblindings.length > 0).map((d) => d.subject));
  await noteSealedCoursesOf(
    tx,
    subjects.filter((s) => toldOf.has(s.subject)).map((s) => s.id),
  );
  const maySet = permissions.has("write-protocol");
  return {
    trial: { key: trialKey, ...about! },
    may: {
      set: maySet,
      draw: permissions.has("randomise") && !maySet,
      unblind: permissions.has("unblind") && !maySet,
    },
    rule: rule && { ...rule, words: strataRuleInWords(rule.document) },
    versions,
    subjects,
    ...(rule ? counted(rule.document, subjects, draws, plans) : { counts: [], balance: [] }),
    plans,
    draws,
  };
}

/** The rule that the randomisation in use was approved with; without one the newest. */
const ruleInForce = (versions: readonly LodgedRule[], plans: readonly StrataPlan[]): LodgedRule | null => {
  const frozen = plans.find(({ state }) => state === "in use")?.ruleVersion;
  return versions.find(({ version }) => version === frozen) ?? versions[0] ?? null;
};

type Sorted = Omit<StratumFromRecord, "levels"> & {
  id: string;
  subject: string;
  site: string;
  day: string | null;
  levels: readonly (string | null)[];
};
type SortedAndDrawn = Sorted & { draw: { id: string; number: number; arm: string | null } | null };

async function sorted(tx: Tx, trialId: string, rule: StrataRule): Promise<Sorted[]> {
  return (await readRecords(tx, trialId, rule)).map(({ id, key, siteName, day, record }) => ({
    id,
    subject: key,
    site: siteName,
    day,
    ...(rule.factors.length > 0 ? stratumFromRecord(rule, record) : { inputs: [], levels: [], stratum: null }),
  }));
}

/** The same for everybody who sees the same record, until it changes, or the rule, or a model that the rule names. */
async function sortedOnce(tx: Tx, trialId: string, lodged: LodgedRule | null): Promise<Sorted[]> {
  const rule = lodged?.document ?? NO_RULE;
  const models = (await cardsAsked(tx, trialId, rule)).map(({ hash }) => hash);
  const question = ["sorted", lodged?.hash ?? "by no rule", ...models].join(" ");
  return remembered(tx, await stateOfTrial(tx, trialId), question, () => sorted(tx, trialId, rule));
}

function withDraws(subjects: readonly Sorted[], draws: readonly StrataDraw[]): SortedAndDrawn[] {
  const drawOf = new Map(draws.map(({ subject, id, number, arm }) => [subject, { id, number, arm }]));
  return subjects.map((one) => ({ ...one, draw: drawOf.get(one.subject) ?? null }));
}

function counted(
  rule: StrataRule,
  subjects: readonly SortedAndDrawn[],
  draws: readonly StrataDraw[],
  plans: readonly StrataPlan[],
) {
  const planned = plans.flatMap((plan) =>
    plan.blinded || plan.state !== "in use" ? [] : plan.arms.map(({ name }) => name),
  );
  const arms = [...new Set([...planned, ...draws.flatMap(({ arm }) => arm ?? [])])];
  const tally = (own: readonly SortedAndDrawn[]) => ({
    drawn: own.filter(({ draw }) => draw !== null).length,
    byArm: Object.fromEntries(arms.map((arm) => [arm, own.filter(({ draw }) => draw?.arm === arm).length])),
  });
  const counts = [...allStrata(rule), null].flatMap((stratum) => {
    const own = subjects.filter((s) => s.stratum === stratum);
    return stratum === null && own.length === 0
      ? []
      : [{ stratum: stratum ?? "no stratum", subjects: own.length, ...tally(own) }];
  });
  const balance = rule.factors.flatMap((factor, f) =>
    factor.levels.map(({ name }) => ({
      factor: factor.label,
      level: name,
      ...tally(subjects.filter(({ levels }) => levels[f] === name)),
    })),
  );
  return { counts, balance };
}

/** The rows of a strata export: one a subject, with the rule's version and hash in each. */
export async function strataExport(db: Database, trialKey: string): Promise<StrataExport> {
  return asSystem(db, `nadir export strata ${trialKey}`, async (tx) => {
    const [trial] = await tx.sql<{ id: string }[]>`
      select id from record.trial where key = ${trialKey} and superseded_at is null`;
    if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`);
    const rule = ruleInForce(await rulesOf(tx, trial.id), await readPlans(tx, trial.id, false));
    if (!rule)
      return refuse(
        "RULE_UNKNOWN",
        `The trial '${trialKey}' has no strata rule; lodge one with \`nadir lodge strata-rule\` or on its page Strata.`,
      );
    const subjects = withDraws(await sorted(tx, trial.id, rule.document), await readDraws(tx, trial.id));
    return exportOf(rule, subjects);
  });
}

export interface StrataExport {
  readonly rule: { readonly version: number; readonly hash: string };
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly counts: Readonly<Record<string, number>>;
}

/** One row a subject: stratum, each factor's value and level, why there is none, draw and arm as far as told. */
export function exportOf(
  rule: { readonly version: number; readonly hash: string; readonly document: StrataRule },
  subjects: readonly Pick<SortedAndDrawn, "subject" | "site" | "day" | "stratum" | "inputs" | "draw">[],
): StrataExport {
  const { factors } = rule.document;
  const counts: Record<string, number> = {};
  for (const { stratum } of subjects) counts[stratum ?? "no stratum"] = (counts[stratum ?? "no stratum"] ?? 0) + 1;
  return {
    rule: { version: rule.version, hash: rule.hash },
    counts,
    columns: [
      "subject",
      "site",
      "record_until",
      "stratum",
      ...factors.flatMap(({ name }) => [`${name}_value`, `${name}_level`]),
      "missing",
      "draw_number",
      "arm",
      "rule_version",
      "rule_hash",
    ],
    rows: subjects.map((s) => [
      s.subject,
      s.site,
      s.day,
      s.stratum,
      ...s.inputs.flatMap(({ value, level }) => [value, level]),
      s.inputs.flatMap(({ why }) => why ?? []).join(" "),
      s.draw?.number ?? null,
      s.draw?.arm ?? null,
      rule.version,
      rule.hash,
    ]),
  };
}
