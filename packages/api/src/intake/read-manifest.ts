import { type Manifest, manifest as manifestSchema, type Problem } from "@nadir/domain";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type MendedManifest, mendManifest } from "./mend-manifest.ts";
import { suggestion } from "./nearest-name.ts";
import { decodeText } from "./read-table.ts";

export interface ManifestReading {
  readonly manifest?: Manifest;
  /** Where there are problems: what is left, so that the tables can be checked all the same. */
  readonly mended?: MendedManifest;
  readonly problems: readonly Problem[];
  /** The line (1-based) on which a path inside the document stands. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

/**
 * Reads `trial.yaml` or `trial.json` (JSON is YAML 1.2) and checks it against the manifest's schema.
 * Every problem carries the line and the path. Dates stay text: YAML 1.2 knows no time stamps.
 */
export function readManifest(bytes: Uint8Array, file: string): ManifestReading {
  const decoded = decodeText(bytes, file);
  if ("problem" in decoded) return { problems: [decoded.problem], lineOf: () => undefined };
  const lines = new LineCounter();
  const doc = parseDocument(decoded.text, { lineCounter: lines, prettyErrors: false, version: "1.2", schema: "core" });
  const lineOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = doc.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  if (doc.errors.length > 0)
    return {
      lineOf,
      problems: doc.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return {
          code: "MANIFEST_SYNTAX",
          message: `${file}, line ${line}, column ${col}: ${error.message.split("\n")[0]}. Write YAML 1.2 or JSON.`,
          where: { file, row: line },
        };
      }),
    };
  const raw: unknown = doc.toJS({ maxAliasCount: 100 });
  if (raw === null || raw === undefined)
    return {
      lineOf,
      problems: [
        {
          code: "MANIFEST_EMPTY",
          message: `${file} is empty; it must name the trial, its criteria, sites, arms and tables (docs/manifest.md has an example).`,
          where: { file },
        },
      ],
    };
  const parsed = manifestSchema.safeParse(raw);
  if (parsed.success) return { manifest: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, file, lineOf, (path) => valueAt(doc, path)));
  const mended = mendManifest(raw, parsed.error.issues);
  return { problems, lineOf, ...(mended ? { mended } : {}) };
}

const valueAt = (doc: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): unknown => {
  const node = path.length === 0 ? undefined : doc.getIn([...path]);
  return typeof node === "object" && node !== null ? undefined : node;
};

/** `trial.criteria[1].id` */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : `${at === 0 ? "" : "."}${String(part)}`)).join("");

function describe(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: ManifestReading["lineOf"],
  value: (path: readonly PropertyKey[]) => unknown,
): Problem[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((name) => {
      const path = [...issue.path, name];
      const row = lineOf(path);
      return {
        code: "UNKNOWN_FIELD",
        message: `${place(file, row, pathText(path))}: there is no field '${name}' here.${suggestion(name, knownFields(issue.path))}`,
        where: { file, path: pathText(path), ...(row === undefined ? {} : { row }) },
        found: name,
      };
    });
  const row = lineOf(issue.path);
  const found = value(issue.path);
  const { sentence, expected } = expectation(issue);
  const missing = found === undefined && issue.code !== "custom";
  return [
    {
      code: missing ? "MISSING_FIELD" : "BAD_VALUE",
      message: `${place(file, row, pathText(issue.path))}: ${missing ? "is missing or of the wrong shape" : `'${String(found)}' cannot be used`}; ${sentence}.`,
      where: { file, path: pathText(issue.path), ...(row === undefined ? {} : { row }) },
      ...(found === undefined ? {} : { found: String(found) }),
      expected,
    },
  ];
}

const place = (file: string, row: number | undefined, path: string): string =>
  `${file}${row === undefined ? "" : `, line ${row}`}${path ? `, ${path}` : ""}`;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of named fields",
};

/** What would have been right, as the end of a sentence; shared with the tables' cells. */
export function expectation(issue: z.core.$ZodIssue): { sentence: string; expected: string } {
  const say = (expected: string, verb = "it must be"): { sentence: string; expected: string } => ({
    sentence: `${verb} ${expected}`,
    expected,
  });
  switch (issue.code) {
    case "invalid_value":
      return say(issue.values.length === 1 ? `'${String(issue.values[0])}'` : `one of ${issue.values.join(", ")}`);
    case "invalid_type":
      return say(TYPE_WORDS[issue.expected] ?? `of type ${issue.expected}`);
    case "too_small":
      if (issue.origin === "array")
        return say(`at least ${issue.minimum === 1 ? "one entry" : `${issue.minimum} entries`}`, "it needs");
      if (issue.origin === "string")
        return issue.minimum === 1
          ? say("left empty", "it must not be")
          : say(`at least ${issue.minimum} characters long`);
      return say(`at least ${issue.minimum}`);
    case "too_big":
      return say(`at most ${issue.maximum}`);
    case "custom":
    case "invalid_format":
      return { sentence: issue.message.replace(/\.$/, ""), expected: issue.message };
    default:
      return { sentence: issue.message, expected: issue.message };
  }
}

/** Field names that the schema knows at a path, for the suggestion of a nearest one. */
function knownFields(path: readonly PropertyKey[]): string[] {
  let schema: unknown = manifestSchema;
  for (const part of [...path, undefined]) {
    schema = unwrapped(schema);
    if (part === undefined) break;
    const def = (schema as { def?: { shape?: Record<string, unknown>; element?: unknown; options?: unknown[] } }).def;
    if (typeof part === "number") schema = def?.element;
    else if (def?.shape) schema = def.shape[String(part)];
    else return [];
  }
  const def = (schema as { def?: { shape?: Record<string, unknown> } } | undefined)?.def;
  return def?.shape ? Object.keys(def.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let at = schema as { def?: { type?: string; innerType?: unknown } } | undefined;
  while (at?.def && (at.def.type === "optional" || at.def.type === "default")) at = at.def.innerType as typeof at;
  return at;
}
