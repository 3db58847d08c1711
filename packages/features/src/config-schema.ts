import { featureConfig } from "@nadir/domain";
import { z } from "zod";
import { filterSchema } from "./filters/parse-filter.ts";

/**
 * The JSON Schema (draft 2020-12) of what a person may write as `nadir.feature-config/1`: settings left out take the
 * default that the schema names. Published as docs/schemas/feature-config.schema.json.
 */
export function configJsonSchema(): Record<string, unknown> {
  const whole = z.toJSONSchema(featureConfig, { io: "input", unrepresentable: "any" }) as {
    properties: Record<string, unknown>;
  };
  const { $schema: _draft, ...filter } = z.toJSONSchema(filterSchema, { io: "input" });
  const { $schema, ...rest } = whole as { $schema?: unknown; properties: Record<string, unknown> };
  return {
    $schema,
    $id: "urn:nadir:feature-config:1",
    title: "Nadir feature configuration (nadir.feature-config/1)",
    ...rest,
    properties: { ...rest.properties, filter },
  };
}

/** The schema as the text of its file. */
export const configSchemaText = (): string => `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
