/** The part of JSON Schema in which the editor's fields are described. */
export interface PlanNode {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, PlanNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: PlanNode | boolean;
  readonly items?: PlanNode;
  readonly prefixItems?: readonly PlanNode[];
  readonly oneOf?: readonly PlanNode[];
  readonly anyOf?: readonly PlanNode[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly default?: unknown;
}
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };
export type JsonRecord = { readonly [name: string]: Json };

export const isRecord = (value: Json): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const optionsOf = (node: PlanNode): readonly PlanNode[] | undefined => node.oneOf ?? node.anyOf;

/** The field whose fixed value tells the options of a choice apart. */
export function discriminator(options: readonly PlanNode[]): string | undefined {
  const [first] = options;
  return Object.keys(first?.properties ?? {}).find((name) =>
    options.every((o) => o.properties?.[name]?.const !== undefined),
  );
}

/** A value of the right shape with nothing in it: what a new part of a plan begins with. */
export function blank(node: PlanNode): Json {
  if (node.default !== undefined) return node.default as Json;
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  const options = optionsOf(node);
  if (options?.[0]) return blank(options[0]);
  if (node.prefixItems) return node.prefixItems.map(blank);
  switch (node.type) {
    case "object":
      return Object.fromEntries(
        (node.required ?? []).flatMap((name) => {
          const part = node.properties?.[name];
          return part ? [[name, blank(part)]] : [];
        }),
      );
    case "array":
      return Array.from({ length: node.minItems ?? 0 }, () => blank(node.items ?? {}));
    case "number":
    case "integer":
      return node.minimum ?? 0;
    case "boolean":
      return false;
    default:
      return "";
  }
}
