import { type AnalysisResult, isImportedModel, primaryMeasure, type ValidationResult } from "@nadir/domain";
import { LEAST_EVENTS } from "../analysis/too-small.ts";
import type { Block, Section, Tone } from "./blocks.ts";
import { number, pValue, sentence, withInterval } from "./words.ts";

const VERDICT: Readonly<Record<ValidationResult["primary"]["verdict"], { title: string; tone: Tone }>> = {
  shown: { title: "Success rule met", tone: "good" },
  "not-shown": { title: "Success rule not met", tone: "bad" },
  "too-small-to-conclude": { title: "Too small to conclude", tone: "caution" },
};

/** The page that is read if only one is: verdict, three numbers, and what they do not show. */
export function briefSection(r: ValidationResult): Section {
  const { primary } = r;
  const { auc, events, nonEvents } = primary.analysis;
  const endpoint = r.protocol.endpoints.find((e) => e.id === r.protocol.primary.endpoint)!;
  const scoreLimits = find(r, (a) => a.kind === "auc" && a.auc.method.startsWith("score") && a.set === "test");
  const numbers: Block = {
    kind: "numbers",
    items: [
      {
        label: `${primaryMeasure(r.protocol.primary)} for ${endpoint.label.toLowerCase()}, test set`,
        value: auc.value === null ? "–" : number(auc.value),
        detail:
          auc.level === null
            ? `95 % interval (${auc.method}): not estimable. ${scoreLimits?.kind === "auc" ? `Score limits ${number(scoreLimits.auc.lower ?? 0)} to ${number(scoreLimits.auc.upper ?? 1)}.` : ""}`
            : `95 % interval ${number(auc.lower ?? 0)} to ${number(auc.upper ?? 1)}, ${auc.method}`,
      },
      {
        label: "Test subjects in the primary analysis",
        value: String(events + nonEvents),
        unit: `of ${r.flow.find((f) => f.set === "test")?.subjects ?? 0}`,
        detail: `${events} with and ${nonEvents} without ${endpoint.label.toLowerCase()}; the plan asks for ${r.protocol.primary.conclusiveOnlyWith.events} and ${r.protocol.primary.conclusiveOnlyWith.nonEvents}`,
      },
      ...survivalNumber(r),
      developmentNumber(r),
    ],
  };
  const verdict = VERDICT[primary.verdict];
  return {
    id: "result",
    title: "Result in brief",
    blocks: [
      { kind: "text", text: r.protocol.intendedUse.clinicalQuestion },
      {
        kind: "callout",
        tone: verdict.tone,
        title: verdict.title,
        text: `${primary.sentence} ${primary.rules.map((rule) => `Success rule (${rule.rule}): ${rule.met ? "met" : "not met"}.`).join(" ")} ${auc.note === null ? "" : sentence(auc.note)}`.trim(),
      },
      numbers,
      {
        kind: "list",
        items: [
          r.claim.sentence,
          `Incorporation: ${endpoint.incorporation}`,
          `What was known before: ${r.protocol.identity.priorKnowledge.statement}`,
        ],
      },
    ],
  };
}

function developmentNumber({ protocol: { model }, development: d }: ValidationResult) {
  if (isImportedModel(model))
    return {
      label: "Development: elsewhere, attested",
      value: model.attestation.trainedOn.subjects === null ? "–" : String(model.attestation.trainedOn.subjects),
      detail: `training subjects, as ${model.attestation.attestedBy} attests. Developed by ${model.attestation.developedBy}, tested by ${model.attestation.testedBy}.`,
    };
  return {
    label: `${model.type === "cox" ? "Harrell's C" : "AUC"} in development (apparent)`,
    value: d.apparentAuc.value === null ? "–" : number(d.apparentAuc.value),
    detail: `${withInterval(d.apparentAuc)}; ${d.n} subjects, ${d.events} with the outcome. An internal estimate, not the result.`,
  };
}

const find = (r: ValidationResult, test: (a: AnalysisResult) => boolean): AnalysisResult | undefined =>
  r.secondary.find(test);

/** Events after the landmark by group, for the first survival analysis of the test set. */
function survivalNumber(r: ValidationResult) {
  const survival = find(r, (a) => a.kind === "survival-by-group" && a.set === "test");
  if (survival?.kind !== "survival-by-group") return [];
  const plan = r.protocol.secondary.find((p) => p.id === survival.id);
  const endpoint = r.protocol.endpoints.find((e) => e.id === plan?.endpoint)?.label ?? "survival";
  const events = survival.groups.reduce((s, g) => s + g.events, 0);
  const caution = events < LEAST_EVENTS ? ", from too few events to be evidence" : "";
  return [
    {
      label: `${endpoint}: events after the landmark, test set`,
      value: String(events),
      unit: `of ${survival.groups.reduce((s, g) => s + g.n, 0)}`,
      detail: `${survival.groups.map((g) => `${g.events} of ${g.n} with ${g.label}`).join("; ")}; log-rank p ${pValue(survival.logRank.p)}${caution}`,
    },
  ];
}
