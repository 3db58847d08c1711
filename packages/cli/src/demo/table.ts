import type { DemoDone } from "./run-demo.ts";

/** What was computed, as a table for people: per trial, `computed + reused` where something stood already. */
export function demoTable({ trials, validation }: DemoDone): string {
  const both = ({ computed, reused }: { computed: number; reused: number }) =>
    reused === 0 ? String(computed) : `${computed} + ${reused}`;
  const rows = [
    ["trial", "patients", "rows", "features", "changes", "responses", "flags", "time"],
    ...trials.map((t) => [
      t.key,
      String(t.subjects),
      both({ computed: t.written, reused: t.unchanged }),
      both(t.features),
      both(t.deltas),
      both(t.assessments),
      both(t.flags),
      `${t.seconds.toFixed(1)} s`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("  "));
  lines.push(
    "",
    `locked validation: ${validation.ran ? "run" : "already reported"}, result ${validation.resultHash.slice(0, 16)}… (${validation.seconds.toFixed(1)} s)`,
  );
  if (trials.some((t) => t.unchanged > 0)) lines.push("a + b: a now, b from an earlier run");
  return lines.join("\n");
}
