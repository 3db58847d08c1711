import { type Problem, Refusal } from "@nadir/domain";
import { z } from "zod";
import { indexMatrix, Table } from "./table.ts";

const caseSchema = z.looseObject({
  id: z.string(),
  what: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  rel_tol: z.number().positive(),
  values: z.record(z.string(), z.unknown()),
  csv: z.string().nullish(),
  subset: z.string().nullish(),
});

const fileSchema = z.looseObject({
  id: z.string(),
  title: z.string().optional(),
  data: z.array(z.looseObject({ csv: z.string().nullish() })).default([]),
  notes: z.string().nullish(),
  cases: z.array(caseSchema).min(1),
});

export type OracleFile = z.infer<typeof fileSchema>;
export type OracleCase = z.infer<typeof caseSchema>;

/** Reads one file of the oracle's shape, or refuses it with the paths that are wrong. */
export function parseOracleFile(name: string, json: unknown): OracleFile {
  const result = fileSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue): Problem => ({
      code: "ORACLE_FILE_SHAPE",
      message: `${name}: ${issue.path.join(".") || "the document"}: ${issue.message}.`,
      where: { file: name, path: issue.path.join(".") },
    }),
  );
  throw new Refusal(problems);
}

export type Values = Record<string, unknown>;

/** One case with its data at hand: what an implementation sees. It reads `inputs`, never the id. */
export class CaseContext {
  constructor(
    readonly file: OracleFile,
    readonly oracle: OracleCase,
    private readonly readCsv: (name: string) => string,
    /** Coverage of the intervals that are wanted without a level in their key. */
    readonly level: number = statedLevel(oracle.inputs),
  ) {}

  /** The same case with another coverage. */
  at(level: number): CaseContext {
    return new CaseContext(this.file, this.oracle, this.readCsv, level);
  }

  get inputs(): Values {
    return this.oracle.inputs;
  }

  /** Keys of `values`: they may carry a setting (a confidence level, a range) that `inputs` leaves out. */
  get wanted(): readonly string[] {
    return Object.keys(this.oracle.values);
  }

  has(...keys: readonly string[]): boolean {
    return keys.every((k) => this.inputs[k] !== undefined && this.inputs[k] !== null);
  }

  text(key: string): string {
    const v = this.inputs[key];
    if (typeof v !== "string") throw new TypeError(`inputs.${key} is ${JSON.stringify(v)}; a text was expected.`);
    return v;
  }

  optionalText(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined;
  }

  number(key: string): number {
    const v = this.inputs[key];
    if (typeof v !== "number") throw new TypeError(`inputs.${key} is ${JSON.stringify(v)}; a number was expected.`);
    return v;
  }

  /** A list, or the one value that the reference software wrote without brackets. */
  numbers(key: string): number[] {
    return this.list(key).map(Number);
  }

  texts(key: string): string[] {
    return this.list(key).map(String);
  }

  /** A setting that stands in `inputs`, or, where it was left out there, beside the expected values. */
  listed(key: string): number[] {
    if (this.has(key)) return this.numbers(key);
    const v = this.oracle.values[key];
    return v === undefined || v === null ? [] : (Array.isArray(v) ? v : [v]).map(Number);
  }

  private list(key: string): unknown[] {
    const v = this.inputs[key];
    return v === undefined || v === null ? [] : Array.isArray(v) ? v : [v];
  }

  /** The rows of the case: its CSV (own, in `inputs`, or the file's), with its subset. */
  table(): Table {
    const { oracle, file } = this;
    const name =
      oracle.csv ?? this.optionalText("csv") ?? file.data.map((d) => d.csv).find((c): c is string => Boolean(c));
    if (!name) throw new TypeError("The case names no CSV, neither does its file.");
    const rule =
      oracle.subset ?? this.optionalText("subset") ?? /rows with (\w+\s*=\s*[\w.-]+)/.exec(file.notes ?? "")?.[1];
    return Table.parse(name, this.readCsv(name)).subset(rule);
  }

  /** As `listed`, for a table of numbers. */
  matrix(key: string): number[][] {
    const v = this.inputs[key] ?? this.oracle.values[key];
    if (!Array.isArray(v)) throw new TypeError(`${key} is ${JSON.stringify(v)}; a table of numbers was expected.`);
    return v.map((row: unknown) => (Array.isArray(row) ? row : [row]).map(Number));
  }

  indices(key: string): number[][] {
    return indexMatrix(this.readCsv(this.text(key)));
  }
}

/** `confidence`, `conf_level`, `level` (as a share or in per cent), or 1 - `alpha` where no penalty is meant; else 0.95. */
function statedLevel(inputs: Readonly<Record<string, unknown>>): number {
  const found = ["confidence", "conf_level", "confidence_level", "conf.level", "level"]
    .map((key) => inputs[key])
    .find((v): v is number => typeof v === "number");
  if (found !== undefined) return found > 1 ? found / 100 : found;
  const alpha = inputs["alpha"];
  return typeof alpha === "number" &&
    alpha > 0 &&
    alpha <= 0.5 &&
    inputs["lambda"] === undefined &&
    inputs["features"] === undefined
    ? 1 - alpha
    : 0.95;
}

/** One kind of case within a topic. */
export interface CaseKind {
  readonly name: string;
  /** By the shape of `inputs` (and of the expected keys). */
  matches(c: CaseContext): boolean;
  compute(c: CaseContext): Values;
}

export interface Topic {
  /** The `id` of the oracle file, e.g. `kaplan-meier`. */
  readonly id: string;
  readonly kinds: readonly CaseKind[];
}
