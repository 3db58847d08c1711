import { assessAll, CRITERIA, problemsFor } from "@nadir/response";
import {
  COMMON_CATEGORIES,
  commonCategory,
  compareAll,
  HYPERPROGRESSION_DEFINITIONS,
  hyperprogression,
} from "@nadir/risk";
import type { KineticsReading } from "./kinetics-cases.ts";

type Counts = Record<string, number>;
const add = (counts: Counts, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1;
};
const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const tableOf = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

/** All patients under every criterion that applies, as a page. Every patient is in every table or counted as left out. */
export function kineticsPage({ cases, rows, oddities }: KineticsReading): string {
  const applies = [...CRITERIA.keys()].filter((id) => BODY.has(id));
  const usable = applies.filter((id) => cases.every((document) => problemsFor(document, id).length === 0));
  const refused = applies.filter((id) => !usable.includes(id));
  const patients = cases.map((document) => ({ id: document.id, outcomes: assessAll(document, usable) }));

  const best = usable.flatMap((id) =>
    (["unconfirmed", "confirmed"] as const).map((of) => {
      const counts: Counts = {};
      for (const { outcomes } of patients) add(counts, commonCategory(outcomes[id]?.bestOverall[of] ?? "NE"));
      return [id, of, ...COMMON_CATEGORIES.map((category) => counts[category] ?? 0), patients.length];
    }),
  );
  const visits = usable.map((id) => {
    const counts: Counts = {};
    for (const { outcomes } of patients)
      for (const visit of Object.values(outcomes[id]?.visits ?? {})) add(counts, visit.overall);
    const list = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
    return [id, list.map(([label, n]) => `${label} ${n}`).join(", "), list.reduce((sum, [, n]) => sum + n, 0)];
  });
  const progressed = usable.map((id) => {
    const of = (holds: (date: string | null, confirmed: boolean | null) => boolean) =>
      patients.filter(({ outcomes: o }) => holds(o[id]?.progressionDate ?? null, o[id]?.progressionConfirmed ?? null))
        .length;
    const episodes = patients.flatMap(({ outcomes }) => outcomes[id]?.episodes ?? []);
    return [
      id,
      of((date) => date !== null),
      of((date, confirmed) => date !== null && confirmed === true),
      of((date, confirmed) => date !== null && confirmed === false),
      episodes.filter((episode) => episode.resolution === "not-confirmed").length,
    ];
  });
  const pairs = compareAll(patients, usable).map((pair) => {
    const rules: Counts = {};
    for (const change of pair.changes) add(rules, `${change.fromRule.id} / ${change.toRule.id}`);
    const why = Object.entries(rules).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
    return [
      pair.criteria.join(" × "),
      pair.agreeing,
      pair.discordant,
      pair.kappa.estimable ? pair.kappa.kappa.toFixed(3) : "not estimable",
      pair.leftOutOfKappa,
      pair.progressionDatesDiffer,
      why.map(([name, n]) => `${n} × \`${name}\``).join("; ") || "none",
    ];
  });
  const answers = cases.map((document) => hyperprogression(document));
  const hyper = (Object.keys(HYPERPROGRESSION_DEFINITIONS) as (keyof typeof HYPERPROGRESSION_DEFINITIONS)[]).map(
    (name) => {
      const counts: Counts = {};
      const reasons: Counts = {};
      for (const { definitions } of answers) {
        add(counts, definitions[name].result);
        if (definitions[name].reason) add(reasons, definitions[name].reason as string);
      }
      const why = Object.entries(reasons).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
      return [
        name,
        counts.yes ?? 0,
        counts.no ?? 0,
        counts["not-evaluable"] ?? 0,
        why.map(([r, n]) => `${r} ${n}`).join(", "),
      ];
    },
  );
  return `# ${cases.length} real courses under every criterion that applies

Data: longest target diameter by treatment day in three atezolizumab studies (Ghaffari Laleh 2022, PLoS Comput Biol
18:e1009822, S1 data, CC BY 4.0). ${rows} rows, ${cases.length} patients, ${usable.length} criteria. This page is written by
\`validation/conformance/src/response-differential/kinetics.test.ts\` (\`vitest -u\`) and compared at every run.

One lesion, no non-target disease, no new lesions and no deaths are in the data: criteria that differ by those agree here more
than they would in a trial. ${refused.map((id) => `\`${id}\``).join(", ")}: not applied, the data has no products of two diameters; the RANO family judges the brain.

## What was odd in the rows

${tableOf(
  ["What", "Rows or patients"],
  Object.entries(oddities).sort(([a], [b]) => a.localeCompare(b)),
)}

## Best overall response

${tableOf(["Criterion", "Best response", ...COMMON_CATEGORIES, "Patients"], best)}

## Visits

${tableOf(["Criterion", "Labels", "Visits"], visits)}

## Progression

${tableOf(["Criterion", "Progressed", "of these confirmed", "not (yet) confirmed", "progressions refuted by a later scan"], progressed)}

## Criterion against criterion (confirmed best response)

${tableOf(["Pair", "Same", "Different", "Kappa (unweighted)", "Not in kappa (NE, NED)", "Progression dates differ", "Rules that make the difference"], pairs)}

## Hyperprogression, every definition

${tableOf(["Definition", "yes", "no", "not evaluable", "because"], hyper)}
`;
}
const BODY = new Set(["recist-1.1", "irecist", "imrecist", "irrecist", "irrc", "itrecist"]);
