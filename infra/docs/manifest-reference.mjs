/**
 * The reference part of docs/manifest.md, made from the zod schemas that the import itself checks against.
 *   pnpm docs:manifest            writes it
 * `npm test` fails when the page is not what the schemas give.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import * as domain from "../../packages/domain/src/index.ts";
import { schemaComments } from "./schema-comments.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const page = join(root, "docs", "manifest.md");
const schemas = { ...domain };
const BEGIN = "<!-- generated from the schemas by infra/docs/manifest-reference.mjs: do not edit below -->";

/** Name in the source of the schema of each table, and of the parts of the manifest. */
const TABLES = {
  subjects: "subject",
  visits: "visit",
  lesions: "lesion",
  measurements: "measurement",
  nonTarget: "nonTargetAssessment",
  observations: "observation",
  biomarkers: "biomarker",
  treatments: "treatment",
  adverseEvents: "adverseEvent",
  outcomes: "outcome",
  images: "image",
  masks: "mask",
  importedFeatures: "importedFeature",
  vasari: "vasariRow",
  semanticReadings: "semanticRow",
  biradsReadings: "biradsRow",
};
const PARTS = [
  ["The document", "manifest"],
  ["trial", "trial"],
  ["trial.criteria[]", "trialCriterion"],
  ["trial.sites[]", "site"],
  ["trial.arms[]", "arm"],
  ["trial.schedule[]", "plannedVisit"],
  ["trial.imagingProtocol", "imagingProtocol"],
  ["trial.imagingProtocol.images[]", "imageRule"],
  ["trial.provenance", "dataProvenance"],
  ["valueRules[]", "valueRule"],
  ["sealed[]", "sealedSet"],
  ["models[]", "importedModel"],
];

/** The page with its reference part made anew. */
export function manifestPage(current) {
  const at = current.indexOf(BEGIN);
  if (at < 0) throw new Error(`docs/manifest.md has lost the line '${BEGIN}'.`);
  return `${current.slice(0, at)}${BEGIN}\n\n${reference()}`;
}

function reference() {
  const comments = schemaComments(join(root, "packages", "domain", "src", "record"));
  const missing = Object.keys(domain.tableSchemas).filter((name) => !(name in TABLES));
  if (missing.length > 0) throw new Error(`Tables without a name in this script: ${missing.join(", ")}.`);
  const paragraphs = [
    "## The manifest, field by field",
    ...PARTS.flatMap(([title, name]) => section(title, name, schemas[name], comments[name], "field")),
    "## The tables, column by column",
    "Columns may stand in any order; a column that is not listed here is refused by name. An empty cell means “not known”; for a column with a default it means the default.",
    ...Object.entries(TABLES).flatMap(([table, name]) => {
      // An image's row has its acquisition in columns.
      const spread = name === "image" ? comments.acquisition.fields : {};
      const comment = { about: comments[name]?.about, fields: { ...spread, ...comments[name]?.fields } };
      return section(`tables.${table}`, name, domain.tableSchemas[table], comment, "column");
    }),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function section(title, name, schema, comment, what) {
  const shape = schema.shape ?? schema.def?.innerType?.shape;
  if (!shape) throw new Error(`'${name}' is no object schema.`);
  // What a schema says of itself counts where no comment stands beside it (columns that are made from a list).
  const about = comment?.about ?? schema.description;
  const rows = Object.entries(shape).map(([field, inner]) => {
    const { type, need } = describe(inner);
    return `| \`${field}\` | ${type} | ${need} | ${cell(comment?.fields[field] ?? inner.description ?? "")} |`;
  });
  return [
    `### \`${title}\``,
    ...(about ? [about] : []),
    [`| ${what} | holds | needed | meaning |`, "|---|---|---|---|", ...rows].join("\n"),
  ];
}

const cell = (text) => text.replaceAll("|", "\\|");

function describe(schema) {
  let inner = schema;
  let need = "yes";
  for (;;) {
    if (inner instanceof z.ZodOptional) need = "no";
    else if (inner instanceof z.ZodDefault) {
      const value = inner.def.defaultValue;
      const shown = typeof value === "function" ? value() : value;
      need = `no: ${Array.isArray(shown) && shown.length === 0 ? "none" : `\`${typeof shown === "string" ? shown : JSON.stringify(shown)}\``}`;
    } else break;
    inner = inner.unwrap();
  }
  return { type: typeOf(inner), need };
}

function typeOf(schema) {
  if (schema === domain.isoDay) return "day, `YYYY-MM-DD`";
  if (schema === domain.key) return "key";
  if (schema instanceof z.ZodLiteral) return schema.def.values.map((v) => `\`${v}\``).join(" or ");
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.map((o) => `\`${o}\``).join(", ")}`;
  if (schema instanceof z.ZodBoolean) return "`yes` or `no`";
  if (schema instanceof z.ZodNumber) return numberType(schema);
  if (schema instanceof z.ZodString) return "text";
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodEnum)
    return `list; each ${typeOf(schema.element)}`;
  if (schema instanceof z.ZodArray)
    return schema.element === domain.key ? "keys (in a table: separated by a vertical bar)" : "list, see below";
  if (schema instanceof z.ZodUnion && !(schema instanceof z.ZodDiscriminatedUnion))
    return schema.options.map(typeOf).join(" or ");
  if (schema instanceof z.ZodDiscriminatedUnion)
    return schema.options
      .map(
        (option) =>
          `\`{ ${Object.entries(option.shape)
            .map(([k, v]) => `${k}: ${v instanceof z.ZodLiteral ? v.def.values.join(" or ") : "…"}`)
            .join(", ")} }\``,
      )
      .join(" or ");
  if (schema instanceof z.ZodRecord) return "names and values";
  if (schema instanceof z.ZodObject) return "see below";
  throw new Error(`The page cannot say what a ${schema.constructor.name} holds.`);
}

function numberType(schema) {
  const { minimum, maximum, format } = z.toJSONSchema(schema);
  const whole = format === "safeint" || z.toJSONSchema(schema).type === "integer";
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : null;
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : null;
  const range =
    from !== null && to !== null
      ? ` ${from} to ${to}`
      : from !== null
        ? ` from ${from}`
        : to !== null
          ? ` to ${to}`
          : "";
  return `${whole ? "whole number" : "number"}${range}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, manifestPage(readFileSync(page, "utf8")));
  console.error("written: docs/manifest.md");
}
