import type { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { demandWords } from "./record/imaging-protocol.ts";
import { trial } from "./record/trial.ts";

/** What of a trial its protocol fixes and an amendment changes: by what it judges, when it looks, and how its images are taken. */
export const trialPlan = trial.pick({ criteria: true, schedule: true, deltaWindow: true, imagingProtocol: true });
export type TrialPlan = z.infer<typeof trialPlan>;

export const PLAN_PARTS = [
  "criteria",
  "schedule",
  "deltaWindow",
  "imagingProtocol",
] as const satisfies readonly (keyof TrialPlan)[];
export type PlanPart = (typeof PLAN_PARTS)[number];

export const planOf = ({ criteria, schedule, deltaWindow, imagingProtocol }: TrialPlan): TrialPlan => ({
  criteria,
  schedule,
  ...(deltaWindow ? { deltaWindow } : {}),
  ...(imagingProtocol ? { imagingProtocol } : {}),
});

/** One thing in which two plans differ. */
export interface PlanChange {
  readonly part: PlanPart;
  /** The criterion's id, the visit's key, the rule's name; `primary criterion`, `change of features`, `version` for what has none. */
  readonly what: string;
  /** In words; null where the one plan does not have it. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether two plans say the same of a part. */
export const isSamePart = (part: PlanPart, a: TrialPlan, b: TrialPlan): boolean =>
  canonicalJson(a[part] ?? null) === canonicalJson(b[part] ?? null);

/** In which things `after` differs from `before`, part by part; what merely stands in another order is no change. */
export function planChanges(before: TrialPlan, after: TrialPlan): PlanChange[] {
  return PLAN_PARTS.flatMap((part) => {
    const from = WORDS[part](before);
    const to = WORDS[part](after);
    return [...new Set([...from.keys(), ...to.keys()])].flatMap((what): PlanChange[] => {
      const [was, is] = [from.get(what) ?? null, to.get(what) ?? null];
      return was === is ? [] : [{ part, what, from: was, to: is }];
    });
  });
}

type Words = (plan: TrialPlan) => ReadonlyMap<string, string>;

const WORDS: Readonly<Record<PlanPart, Words>> = {
  criteria: ({ criteria }) =>
    new Map([
      ["primary criterion", criteria.find(({ primary }) => primary)?.id ?? "none"],
      ...criteria.map(({ id, parameters }): [string, string] => [id, parameterWords(parameters)]),
    ]),
  schedule: ({ schedule }) => new Map(schedule.map((visit) => [visit.id, visitWords(visit)])),
  deltaWindow: ({ deltaWindow: window }) => new Map(window ? [["change of features", deltaWindowWords(window)]] : []),
  imagingProtocol: ({ imagingProtocol }) =>
    new Map(
      imagingProtocol
        ? [
            ["version", imagingProtocol.version],
            // Two rules may share a name: together they are what the protocol says of it.
            ...imagingProtocol.images.map(({ name }): [string, string] => [
              name,
              imagingProtocol.images
                .filter((rule) => rule.name === name)
                .map(imageRuleWords)
                .join("; and "),
            ]),
          ]
        : [],
    ),
};

const parameterWords = (parameters: TrialPlan["criteria"][number]["parameters"]): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ") || "as published";

/** `day 56, from 3 days early to 7 days late, no scan`. */
export function visitWords({ day, windowBefore, windowAfter, imaging }: TrialPlan["schedule"][number]): string {
  const window =
    windowBefore === 0 && windowAfter === 0
      ? "on that day alone"
      : `${windowBefore} days early to ${windowAfter} days late`;
  return `day ${day}, ${window}${imaging === "none" ? ", no scan" : ""}`;
}

/** `day 42 to day 63 (two to three cycles)`. */
export const deltaWindowWords = ({ fromDay, toDay, meaning }: NonNullable<TrialPlan["deltaWindow"]>): string =>
  `day ${fromDay} to day ${toDay}${meaning ? ` (${meaning})` : ""}`;

/** `MR, sequence T1CE, at every visit: slice thickness at most 1.5 mm`. */
export function imageRuleWords(rule: NonNullable<TrialPlan["imagingProtocol"]>["images"][number]): string {
  const { modality, sequence, description, required } = rule;
  const kind = [
    modality,
    ...(sequence ? [`sequence ${sequence}`] : []),
    ...(description ? [`'${description}' in its description`] : []),
    ...(required ? ["at every visit"] : []),
  ].join(", ");
  const demands = demandWords(rule);
  return demands.length > 0 ? `${kind}: ${demands.join(", ")}` : kind;
}
