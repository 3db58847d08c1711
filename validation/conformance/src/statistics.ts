import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "@nadir/domain";
import { CaseContext, type CaseKind, parseOracleFile, type Values } from "./statistics/case.ts";
import { compareValues, type StatisticsFailure } from "./statistics/compare.ts";
import { implementationOf } from "./statistics/registry.ts";

export type { StatisticsFailure } from "./statistics/compare.ts";

export interface StatisticsOracle {
  /** The parsed JSON files of a folder. */
  readonly files: readonly { readonly name: string; readonly json: unknown }[];
  /** Text of a CSV that a case names. */
  readonly readCsv: (name: string) => string;
}

export interface StatisticsCaseResult {
  /** `topic/case`. */
  readonly id: string;
  readonly passed: boolean;
  /** `not-implemented`: Nadir has no code for this kind of case; it counts as not passed. */
  readonly status: "passed" | "failed" | "not-implemented";
  readonly failures: readonly StatisticsFailure[];
}

/** Runs every case of every file. The implementation is chosen by topic and shape of the inputs, never by a case's id. */
export function runStatisticsConformance({ files, readCsv }: StatisticsOracle): StatisticsCaseResult[] {
  const texts = new Map<string, string>();
  const cached = (name: string) => {
    if (!texts.has(name)) texts.set(name, readCsv(name));
    return texts.get(name)!;
  };
  return files.flatMap(({ name, json }) => {
    const file = parseOracleFile(name, json);
    return file.cases.map((oracle): StatisticsCaseResult => {
      const id = `${file.id}/${oracle.id}`;
      const context = new CaseContext(file, oracle, cached);
      const kind = implementationOf(context);
      if (!kind) return { id, passed: false, status: "not-implemented", failures: [] };
      try {
        const got = valuesAtLevels(kind, context);
        const failures = compareValues(oracle.values, got, oracle.rel_tol);
        return { id, passed: failures.length === 0, status: failures.length === 0 ? "passed" : "failed", failures };
      } catch (error) {
        const failure = { key: "", expected: "values", got: String((error as Error).message), tolerance: 0 };
        return { id, passed: false, status: "failed", failures: [failure] };
      }
    });
  });
}

/**
 * What a kind computes, at every level that the expected keys carry: `ci90_lower` is `ci95_lower` computed at 0.90. Kinds
 * name their own keys at 95.
 */
function valuesAtLevels(kind: CaseKind, context: CaseContext): Values {
  const levels = new Set(context.wanted.flatMap((key) => LEVEL_IN_KEY.exec(key)?.[1] ?? []).filter((l) => l !== "95"));
  const own = kind.compute(context);
  const values = { ...own };
  for (const level of levels)
    for (const [key, value] of Object.entries(kind.compute(context.at(Number(level) / 100)))) {
      const renamed = key.replace("ci95", `ci${level}`);
      if (renamed !== key) values[renamed] ??= value;
    }
  return values;
}

const LEVEL_IN_KEY = /(?:^|_)ci(\d+(?:\.\d+)?)(?:_|$)/;

/** A folder of the oracle's shape on disk: every `*.json`, CSVs read on demand from beside them. */
export function readStatisticsOracle(folder: string): StatisticsOracle {
  const names = readdirSync(folder)
    .filter((n) => n.endsWith(".json"))
    .sort();
  if (names.length === 0)
    refuse("NO_ORACLE_FILES", `${folder} holds no JSON file; give a folder in the shape of the statistics oracle.`, {
      where: { file: folder },
    });
  return {
    files: names.map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      try {
        return { name, json: JSON.parse(text) as unknown };
      } catch (error) {
        return refuse("NOT_JSON", `${name} is not JSON: ${(error as Error).message}`, { where: { file: name } });
      }
    }),
    readCsv: (name) => {
      if (name.includes("/") || name.includes("\\") || name.includes(".."))
        refuse("CSV_OUTSIDE_FOLDER", `'${name}' is not a file beside the cases; name a CSV of the same folder.`);
      return readFileSync(join(folder, name), "utf8");
    },
  };
}
