import type { ValidationResult } from "@nadir/domain";
import type { Cell } from "./blocks.ts";
import { composeReport, RESEARCH_ONLY } from "./compose.ts";

/** What lies beside the tables: of which report they are, and what they are not for. */
export const tablesReadme = ({ protocol, protocolHash }: ValidationResult): string =>
  `Tables of the validation report ${protocol.identity.family}, version ${protocol.identity.version}: ${protocol.identity.title}\nProtocol SHA-256 ${protocolHash}\n${RESEARCH_ONLY}\n`;

/**
 * Every table of the report as a CSV of its own, and the figures' points: file name to text. RFC 4180 with a dot as the
 * decimal mark. Names follow the section and the table's place in it, so that the same result gives the same files.
 */
export function renderCsv(result: ValidationResult): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const section of composeReport(result).sections) {
    let table = 0;
    for (const block of section.blocks) {
      if (block.kind !== "table") continue;
      table++;
      const rows = [block.columns.map((c) => c.title), ...block.rows.map((row) => row.map(textOf))];
      files.set(`${section.id}-${table}-${slug(block.caption)}.csv`, csv(rows));
    }
  }
  for (const analysis of result.secondary) {
    const name = `points-${slug(analysis.id)}-${analysis.set}`;
    const put = (header: readonly string[], rows: readonly (readonly (number | string | null)[])[], part = "") => {
      if (rows.length > 0) files.set(`${name}${part}.csv`, csv([header, ...rows.map((r) => r.map(valueText))]));
    };
    if (analysis.kind === "auc")
      put(
        ["sensitivity", "specificity"],
        analysis.roc.map((p) => [p.sensitivity, p.specificity]),
      );
    else if (analysis.kind === "calibration-curve")
      put(
        ["predicted", "observed", "lower", "upper"],
        analysis.curve.map((c) => [c.x, c.y, c.lower, c.upper]),
      );
    else if (analysis.kind === "decision-curve")
      put(
        ["threshold", "model", "lower", "upper", "treat_all", "treat_none", "standardised", "avoided_per_100"],
        analysis.points.map((p) => [p.threshold, p.model, p.lower, p.upper, p.all, 0, p.standardised, p.avoidedPer100]),
      );
    else if (analysis.kind === "survival-by-group")
      put(
        ["group", "days", "survival", "lower", "upper", "at_risk", "events", "censored"],
        analysis.groups.flatMap((g) =>
          g.steps.map((s) => [g.label, s.time, s.survival, s.lower, s.upper, s.atRisk, s.events, s.censored]),
        ),
      );
    else if (analysis.kind === "horizon-performance")
      put(
        ["days", "auc", "lower", "upper"],
        analysis.aucOverTime.map((a) => [a.days, a.auc.value, a.auc.lower, a.auc.upper]),
        "-auc-over-time",
      );
  }
  return files;
}

const textOf = (c: Cell): string => (typeof c === "string" ? c : c.text);
const valueText = (v: number | string | null): string => (v === null ? "" : String(v));

/** Cells that a spreadsheet would take for a formula are led by an apostrophe; a minus before a digit is a number. */
const cell = (text: string): string => {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const csv = (rows: readonly (readonly string[])[]): string =>
  `${rows.map((r) => r.map(cell).join(",")).join("\r\n")}\r\n`;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40)
    .replace(/-$/, "");
