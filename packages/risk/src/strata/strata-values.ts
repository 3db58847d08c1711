import type { Signature, StrataFactor, StrataRule } from "@nadir/domain";
import { Refusal } from "@nadir/domain";
import { type RecordOnDay, recordInputs } from "../signature/record-inputs.ts";
import { assignStratum } from "./assign-stratum.ts";

/** What a registered model says of a patient; the group is a points score's or a cut-off's. */
export interface ModelWord {
  readonly value: number | null;
  readonly group: string | null;
  readonly why: string;
}

/** A patient as the rule sees it: the record on its day, the site, and what models say, by `key` and by `key@version`. */
export interface StrataRecord extends RecordOnDay {
  readonly site: string;
  readonly models: Readonly<Record<string, ModelWord>>;
}

/** One input of a rule for one patient. Without a level it says why. */
export interface StrataInput {
  readonly factor: string;
  readonly label: string;
  readonly value: string | number | null;
  readonly level: string | null;
  readonly why: string | null;
}

export interface StratumFromRecord {
  readonly inputs: readonly StrataInput[];
  readonly levels: readonly (string | null)[];
  readonly stratum: string | null;
}

/**
 * The stratum of a patient from the trial's own record. A factor's column names where its value stands: `site`; `age`, `sex`,
 * `ecog`, `karnofsky`; a laboratory marker or a biomarker by its code; `model:KEY` or `model:KEY@VERSION` for what a
 * registered model gives (its probability or score; for a factor of words its risk group). The same record gives the same
 * stratum. An input that is not there, stands in another unit or is of no level is missing, with the sentence why.
 */
export function stratumFromRecord(rule: StrataRule, record: StrataRecord): StratumFromRecord {
  const inputs = rule.factors.map((factor) => inputOf(factor, record));
  const values = Object.fromEntries(
    rule.factors.map((f, i) => [f.column ?? f.name, inputs[i]!.level === null ? null : inputs[i]!.value]),
  );
  const { levels, stratum } = assignStratum(rule, values);
  return { inputs, levels, stratum };
}

function inputOf(factor: StrataFactor, record: StrataRecord): StrataInput {
  const { name, label } = factor;
  const found = recordedOf(factor, record);
  const answer = { factor: name, label, value: found.value };
  if (found.why !== null) return { ...answer, level: null, why: found.why };
  try {
    const alone = { factors: [factor], unknown: "no-stratum" } as unknown as StrataRule;
    const [level] = assignStratum(alone, { [factor.column ?? name]: found.value }).levels;
    return { ...answer, level: level ?? null, why: level == null ? `${label} is not recorded.` : null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...answer, level: null, why: error.message };
  }
}

type Found = { readonly value: string | number | null; readonly why: string | null };

function recordedOf(factor: StrataFactor, record: StrataRecord): Found {
  const column = factor.column ?? factor.name;
  if (column === "site") return { value: record.site, why: null };
  const model = /^model:(.+)$/.exec(column)?.[1];
  if (model !== undefined) return modelValue(factor, model, record);
  const input =
    factor.kind === "number"
      ? { from: "value", name: factor.name, label: factor.label, column, unit: factor.unit }
      : { from: "word", name: column, label: factor.label };
  const found = recordInputs({ inputs: [input] } as unknown as Signature, record).values[column];
  if (found === undefined || found.value === null)
    return { value: null, why: `${factor.label} is not recorded by ${record.date}.` };
  if (factor.kind === "number" && found.unit !== undefined && found.unit !== factor.unit)
    return {
      value: found.value,
      why: `${factor.label} is recorded in ${found.unit}; the rule asks for ${factor.unit}.`,
    };
  return { value: found.value, why: null };
}

function modelValue({ kind, label }: StrataFactor, key: string, { models }: StrataRecord): Found {
  const said = models[key];
  if (!said)
    return { value: null, why: `${label} asks for the model '${key}', which is not registered in this trial.` };
  const value = kind === "word" ? said.group : said.value;
  return value === null
    ? {
        value: null,
        why: `${label}: ${said.why || `the model '${key}' gives no ${kind === "word" ? "risk group" : "figure"}.`}`,
      }
    : { value, why: null };
}

/** The rule in plain words, a sentence a factor. */
export function strataRuleInWords(rule: StrataRule): string[] {
  const sentences = rule.factors.map((factor) => {
    if (factor.kind === "word")
      return `${factor.label}: ${factor.levels.map((l) => (l.words.length === 1 && l.words[0] === l.name ? l.name : `${l.name} (${l.words.join(", ")})`)).join("; ")}.`;
    let from = "";
    const parts = factor.levels.map((l) => {
      const to = l.upTo !== undefined ? `up to ${l.upTo}` : l.below !== undefined ? `below ${l.below}` : "";
      const words = [from, to].filter(Boolean).join(", ");
      from = l.upTo !== undefined ? `above ${l.upTo}` : l.below !== undefined ? `from ${l.below}` : "";
      return `${l.name} (${words})`;
    });
    return `${factor.label}${factor.unit === "1" ? "" : ` in ${factor.unit}`}: ${parts.join("; ")}.`;
  });
  return [
    ...sentences,
    rule.unknown === "own-level"
      ? "A value that is not known is a level of its own."
      : "A patient of whom one value is not known has no stratum.",
  ];
}
