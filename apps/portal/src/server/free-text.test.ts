import { appRouter } from "@nadir/api/trpc";
import { expect, it } from "vitest";
import { z } from "zod";
import { NAMES, NOT_TYPED, TYPED } from "../../e2e/support/free-text.ts";

interface Schema {
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** The paths at which an input takes any text, or any value at all. */
function freeText(schema: Schema, path = ""): readonly string[] {
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const isAnything = schema.type === undefined && schema.const === undefined && !schema.enum && parts.length === 0;
  if (isAnything || (schema.type === "string" && !schema.enum && !schema.pattern && schema.const === undefined))
    return [path];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => freeText(one, below(name))),
    ...(schema.items ? freeText(schema.items, `${path}[]`) : []),
    ...(typeof schema.additionalProperties === "object" ? freeText(schema.additionalProperties, `${path}{}`) : []),
    ...parts.flatMap((one) => freeText(one, path)),
  ];
}

it("every free text that the portal takes is typed with markup in the browser, or says why not", () => {
  const procedures = appRouter._def.procedures as unknown as Readonly<
    Record<string, { readonly _def: { readonly type: string; readonly inputs: readonly z.ZodType[] } }>
  >;
  const taken: Record<string, readonly string[]> = {};
  for (const [name, { _def }] of Object.entries(procedures)) {
    if (_def.type !== "mutation") continue;
    const paths = _def.inputs.flatMap((input) =>
      freeText(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema),
    );
    const texts = paths.filter((path) => path !== "" && !NAMES[path.split(".").at(-1)!]);
    if (texts.length > 0) taken[name] = [...new Set(texts)].sort();
  }
  const told: Record<string, readonly string[]> = {};
  for (const name of [...Object.keys(TYPED), ...Object.keys(NOT_TYPED)].sort())
    told[name] = [...(TYPED[name] ?? []), ...Object.keys(NOT_TYPED[name] ?? {})].sort();
  expect(told).toEqual(Object.fromEntries(Object.entries(taken).sort()));
});
