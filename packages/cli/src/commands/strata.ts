import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir strata rule.json patients.csv
  $ nadir strata rule.json patients.csv --arm arm --expect 3f2a… --out strata.csv

  RULE is nadir.strata-rule/1: factors with written levels. PATIENTS has one row a subject. The answer has the stratum of
  each subject, the table of all strata (by arm with --arm), and the hash of the rule. With --expect the rule must be the
  one with that hash: a changed rule is a new version.`;

interface Options {
  readonly subject: string;
  readonly arm?: string;
  readonly expect?: string;
  readonly out?: string;
}

export function addStrata(program: Command): void {
  program
    .command("strata")
    .summary("the stratum of each patient by a written rule")
    .description("Sorts patients into strata by a written, versioned rule, and counts them.")
    .argument("<rule>", "the rule (JSON)")
    .argument("<patients>", "values of patients (CSV)")
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--arm <column>", "the column of arms, to count by")
    .option("--expect <hash>", "refuse a rule of another hash")
    .option("--out <file>", "write there; .csv gives one row a subject, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(strata);
}

async function strata(ruleFile: string, patients: string, options: Options): Promise<void> {
  const { csvText, hashOf, Refusal, refuse, strataRule } = await import("@nadir/domain");
  const { assignStratum, countStrata } = await import("@nadir/risk");
  const { checkColumns, readPredictions } = await import("../evaluate/predictions.ts");
  const { readDocument } = await import("../read-input.ts");
  const rule = await readDocument(ruleFile, strataRule);
  const hash = hashOf(rule);
  if (options.expect !== undefined && options.expect !== hash)
    refuse(
      "RULE_CHANGED",
      `The rule in '${ruleFile}' has the hash ${hash}, and ${options.expect} was expected: it was changed. A change is a new version with a new hash.`,
      { where: { file: ruleFile }, found: hash, expected: options.expect },
    );
  const table = await readPredictions(patients, options.subject);
  checkColumns(table, [
    ...rule.factors.map((f) => f.column ?? f.name),
    ...(options.arm === undefined ? [] : [options.arm]),
  ]);
  const problems = [];
  const subjects = [];
  for (const [i, row] of table.rows.entries())
    try {
      const arm = options.arm === undefined ? "" : row[options.arm]!;
      subjects.push({ subject: row[options.subject]!, ...(arm === "" ? {} : { arm }), ...assignStratum(rule, row) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const p of error.problems)
        problems.push({
          ...p,
          where: { file: patients, row: i + 2, ...(p.where?.path ? { column: p.where.path } : {}) },
        });
    }
  if (problems.length > 0) throw new Refusal(problems);
  const head = { schema: "nadir.strata/1", rule: { id: rule.id, version: rule.version, hash } };
  if (options.out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    const names = rule.factors.map((f) => f.name);
    await writeFile(
      options.out,
      csvText(
        ["subject", "stratum", ...names, "arm", "rule", "version", "rule_hash"],
        subjects.map((s) => [
          s.subject,
          s.stratum,
          ...s.levels,
          "arm" in s ? s.arm : null,
          rule.id,
          rule.version,
          hash,
        ]),
      ),
    );
    message(`written: ${options.out}`);
  } else await result({ ...head, strata: countStrata(rule, subjects), subjects }, options.out);
  const without = subjects.filter((s) => s.stratum === null);
  message(
    `${subjects.length - without.length} of ${subjects.length} sorted by rule ${rule.id} ${rule.version} (${hash.slice(0, 12)}…)${
      without.length > 0
        ? `; without a stratum, since a factor is not known: ${without
            .slice(0, 5)
            .map((s) => s.subject)
            .join(", ")}${without.length > 5 ? " …" : ""}`
        : ""
    }.`,
  );
}
