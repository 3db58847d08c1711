import { type FiredRule, percentText, type RuleFigures } from "@nadir/domain";

/** A rule of a criterion as the trace tells it. `say` makes the sentence from the same figures that are stored beside it. */
export interface Rule {
  readonly id: string;
  readonly citation: string;
  readonly reading: string | null;
  readonly say: (figures: RuleFigures) => string;
}

interface RuleText {
  readonly citation: string;
  readonly reading?: string;
  readonly say: (figures: RuleFigures) => string;
}

/** Names the rules of one criterion `<criterion>.<key in kebab case>`. */
export function rulesOf<K extends string>(criterion: string, texts: Record<K, RuleText>): Record<K, Rule> {
  const entries = (Object.entries(texts) as [K, RuleText][]).map(([key, text]) => [
    key,
    {
      id: `${criterion}.${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      citation: text.citation,
      reading: text.reading ?? null,
      say: text.say,
    },
  ]);
  return Object.fromEntries(entries) as Record<K, Rule>;
}

export const fired = (rule: Rule, figures: RuleFigures): FiredRule => ({
  id: rule.id,
  text: rule.say(figures),
  figures,
  citation: rule.citation,
  reading: rule.reading,
});

export function fire(trace: FiredRule[], rule: Rule, figures: RuleFigures): void {
  trace.push(fired(rule, figures));
}

/** `72 mm`; `?` where the figure is unknown. Up to four decimals, none that are not there. */
export function amount(value: number | string | null | undefined, unit = "mm"): string {
  if (value === null || value === undefined) return `? ${unit}`;
  const figure = typeof value === "number" ? String(Math.round(value * 10000) / 10000).replace("-", "−") : value;
  return `${figure} ${UNITS[unit] ?? unit}`;
}
const UNITS: Readonly<Record<string, string>> = { mm2: "mm²", mm3: "mm³" };

/** `−48.4 %`, `+20.0 %`, as everywhere; `? %` where it is not known. */
export const percent = (value: number | string | null | undefined): string =>
  typeof value === "number" ? percentText(value) : "? %";
