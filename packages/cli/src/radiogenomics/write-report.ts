import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { associationHeatMap } from "@nadir/charts";
import { csvText } from "@nadir/domain";
import type { EnrichmentScores, Replication } from "@nadir/risk";
import type { NumericColumn, TargetColumn } from "@nadir/statistics";

/** Rows and columns of the heat map at most: those of the strongest associations. */
const SHOWN = 40;

export interface ReportParts {
  readonly subjects: readonly string[];
  readonly features: readonly NumericColumn[];
  readonly targets: readonly TargetColumn[];
  readonly answer: Replication;
  readonly enrichment: EnrichmentScores | null;
  readonly summary: object;
}

/** Writes the report's files into a folder: tables of associations and findings, aligned inputs, scores, the heat map. */
export async function writeReport(folder: string, parts: ReportParts): Promise<string[]> {
  const { subjects, features, targets, enrichment } = parts;
  const files: Record<string, string> = {
    "associations.csv": associationRows(parts),
    "findings.csv": findingRows(parts),
    "features.csv": csvText(
      ["subject", ...features.map((f) => f.name)],
      subjects.map((s, i) => [s, ...features.map((f) => cell(f.values[i]!))]),
    ),
    "targets.csv": csvText(
      ["subject", ...targets.map((t) => t.name)],
      subjects.map((s, i) => [
        s,
        ...targets.map((t) => (t.kind === "numeric" ? cell(t.values[i]!) : (t.groups[t.codes[i]!] ?? null))),
      ]),
    ),
    "heat-map.svg": heatMap(parts),
    "summary.json": `${JSON.stringify(parts.summary, null, 2)}\n`,
  };
  if (enrichment)
    files["gene-sets.csv"] = csvText(
      ["gene_set", "genes_found", "genes_named", "reason", ...enrichment.samples],
      enrichment.sets.map((s) => [
        s.name,
        s.found,
        s.named,
        s.reason,
        ...(s.scores ?? enrichment.samples.map(() => null)),
      ]),
    );
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files);
}

const cell = (v: number): number | null => (Number.isNaN(v) ? null : v);

function associationRows({ answer: { discovery: scan } }: ReportParts): string {
  const width = scan.features.length;
  const rows = scan.targets.flatMap(({ name, test }, t) =>
    scan.features.map((feature, f) => {
      const at = t * width + f;
      return [
        feature,
        name,
        Number.isNaN(scan.p[at]!) ? null : test,
        scan.n[at]!,
        cell(scan.effect[at]!),
        cell(scan.p[at]!),
        cell(scan.q[at]!),
      ];
    }),
  );
  return csvText(["feature", "target", "test", "n", "effect", "p", "q"], rows);
}

const findingRows = ({ answer }: ReportParts): string =>
  csvText(
    [
      "feature",
      "target",
      "n",
      "effect",
      "p",
      "q",
      "replication_n",
      "replication_effect",
      "replication_p",
      "replication_q",
      "replicated",
    ],
    answer.findings.map(({ feature, target, discovery: d, replication: r, replicated }) => [
      ...[feature, target, d.n, d.effect, d.p, d.q],
      ...(r ? [r.n, r.effect, r.p, r.q] : [null, null, null, null]),
      replicated,
    ]),
  );

/** The features and targets with the smallest q, in their own order. */
function heatMap({ answer }: ReportParts): string {
  const scan = answer.discovery;
  const width = scan.features.length;
  const best = (count: number, qs: (i: number) => number[]): number[] =>
    Array.from({ length: count }, (_, i) => ({ i, q: Math.min(...qs(i).map((q) => (Number.isNaN(q) ? 2 : q))) }))
      .sort((a, b) => a.q - b.q || a.i - b.i)
      .slice(0, SHOWN)
      .map(({ i }) => i)
      .sort((a, b) => a - b);
  const rows = best(width, (f) => scan.targets.map((_, t) => scan.q[t * width + f]!));
  const columns = best(scan.targets.length, (t) => scan.features.map((_, f) => scan.q[t * width + f]!));
  const again = new Set(answer.findings.flatMap((f) => (f.replicated ? [`${f.feature}\n${f.target}`] : [])));
  return associationHeatMap(
    {
      rows: rows.map((f) => scan.features[f]!),
      columns: columns.map((t) => scan.targets[t]!.name),
      cells: rows.map((f) =>
        columns.map((t) => {
          const at = t * width + f;
          return {
            effect: cell(scan.effect[at]!),
            q: cell(scan.q[at]!),
            n: scan.n[at]!,
            replicated: again.has(`${scan.features[f]}\n${scan.targets[t]!.name}`),
          };
        }),
      ),
      level: answer.level,
    },
    { background: true },
  );
}
