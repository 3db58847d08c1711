import { figure, significant } from "@nadir/charts";
import { drawAssociations, smallFigure, testedPairs } from "./association-map.ts";
import { drawModel, modelFacts } from "./model-figures.ts";
import type { StoredAssociations, StoredModel } from "./result-shape.ts";

const escaped = (text: string | number): string =>
  String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const STYLE = `:root{color-scheme:light}body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1b2733;background:#fff;max-width:72rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-top:1px solid #c9d1d9;padding-top:1rem}
.notice{border-left:4px solid #a15c00;background:#fff6e8;padding:.6rem .9rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid #d8dee4;padding:.25rem .6rem;text-align:left;vertical-align:top}td.n{text-align:right}.wide{overflow-x:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#57606a}dd{margin:0}svg{max-width:100%;height:auto}code{font-size:.85em;word-break:break-all}`;

/** Most pairs of the printed table; the CSV has all. */
const SHOWN = 100;

/**
 * The report that ImaGene makes (correlation of features and labels, models of labels from features with AUC, R², permutations
 * and the features that they use), from a trial's record: one HTML file, no script, nothing fetched. The same results give the
 * same bytes.
 */
export function radiogenomicsReport(
  trial: { readonly key: string; readonly title: string; readonly sealed: number },
  found: StoredAssociations,
  models: readonly StoredModel[],
): string {
  const { result, settings } = found;
  const pairs = testedPairs(result);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Radiogenomics of ${escaped(trial.key)}</title><style>${STYLE}</style></head>
<body>
<header><h1>Radiogenomics: ${escaped(trial.title)}</h1>
<p class="notice"><strong>Development, for research only.</strong> Nothing was locked before these data were seen. Associations are exploratory; models are judged by resampling within one cohort. No patient is to be treated by any of it.</p></header>
<main>
<section><h2>What was looked at</h2>
${terms([
  [
    "Subjects",
    `${result.subjects}, each in no sealed test set${trial.sealed > 0 ? `; ${trial.sealed} sealed subjects take no part` : ""}`,
  ],
  ["Imaging features", `${result.features.length} (${settings.features.join(" and ")}; lesions: ${settings.lesions})`],
  [
    "Molecular targets",
    `${result.targets.length} (markers: ${settings.markers === "first" ? "the first of each subject" : "from before treatment"})`,
  ],
  [
    "Tests",
    `${settings.correlation === "pearson" ? "Pearson" : "Spearman"}, Wilcoxon rank sum, Kruskal–Wallis; ${result.tests} made`,
  ],
  ["Adjustment", `Benjamini–Hochberg over all tests made; ${result.found} with q ≤ ${result.level}`],
])}
${result.notes.length > 0 ? `<ul>${result.notes.map((n) => `<li>${escaped(n)}</li>`).join("")}</ul>` : ""}</section>
<section><h2>Features and targets</h2><div class="wide">${drawAssociations(result)}</div>
<p>The forty features and targets with the smallest q. Effect: correlation; rank-biserial correlation of two groups; ε² of more.</p></section>
<section><h2>The strongest associations</h2>
${
  pairs.length === 0
    ? "<p>No pair could be tested.</p>"
    : `<div class="wide"><table><thead><tr><th>Feature</th><th>Target</th><th>Test</th><th>n</th><th>Effect</th><th>p</th><th>q</th></tr></thead><tbody>${pairs
        .slice(0, SHOWN)
        .map(
          (r) =>
            `<tr><td>${escaped(r.feature)}</td><td>${escaped(r.target)}</td><td>${escaped(r.test)}</td><td class="n">${r.n}</td><td class="n">${figure(r.effect, 3)}</td><td class="n">${smallFigure(r.p)}</td><td class="n">${smallFigure(r.q)}</td></tr>`,
        )
        .join(
          "",
        )}</tbody></table></div>${pairs.length > SHOWN ? `<p>${SHOWN} of ${pairs.length}; the table of associations has all.</p>` : ""}`
}</section>
${models.map(modelSection).join("\n")}
<section><h2>How to make it again</h2>
${terms([
  ["Engine", found.engine],
  ["Hash of the inputs", found.inputHash],
  ["Hash of the result", found.resultHash],
  ["Feature configurations", result.configHashes.join(", ") || "none"],
  ["Settings", JSON.stringify(settings)],
])}</section>
</main></body></html>
`;
}

function modelSection({ result, inputHash }: StoredModel): string {
  return `<section><h2>Model of ${escaped(result.target)}${result.positive === null ? "" : `: ${escaped(result.positive)}`}</h2>
<p>${escaped(result.standing)}.</p>
${terms(modelFacts(result))}
<div class="wide">${drawModel(result)}</div>
${
  result.thresholds.length > 0
    ? `<table><thead><tr><th>Above the quantile</th><th>Value</th><th>AUC</th></tr></thead><tbody>${result.thresholds.map((t) => `<tr><td class="n">${t.quantile}</td><td class="n">${significant(t.threshold)}</td><td class="n">${figure(t.auc, 3)}</td></tr>`).join("")}</tbody></table>`
    : ""
}
<h3>Features that the models used</h3>
${
  result.used.length === 0
    ? "<p>None.</p>"
    : `<table><thead><tr><th>Feature</th><th>Used in</th></tr></thead><tbody>${result.used
        .slice(0, 30)
        .map((u) => `<tr><td>${escaped(u.feature)}</td><td>${u.times} of ${u.of} outer fits</td></tr>`)
        .join("")}</tbody></table>`
}
${terms([["Hash of the inputs", inputHash]])}</section>`;
}

const terms = (rows: readonly (readonly [string, string])[]): string =>
  `<dl>${rows.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`).join("")}</dl>`;
