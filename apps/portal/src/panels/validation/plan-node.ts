import { fieldWords } from "@nadir/domain";

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

/** The field whose fixed value tells the options of a choice apart: each has one of its own. */
function discriminator(options: readonly PlanNode[]): string | undefined {
  return Object.keys(options[0]?.properties ?? {}).find((name) => {
    const words = options.flatMap((o) => o.properties?.[name]?.const ?? []);
    return words.length === options.length && new Set(words).size === options.length;
  });
}

/** The field that names the kind of a block: of all options, or where a word may stand instead, `kind`. */
export const tagOf = (options: readonly PlanNode[]): string | undefined =>
  discriminator(options) ?? (options.some((o) => o.properties?.["kind"]?.const !== undefined) ? "kind" : undefined);

/** Which option a value is of; −1 for none. Blocks without a name are told by the fields they must have. */
export function optionAt(options: readonly PlanNode[], value: Json): number {
  const tag = tagOf(options);
  return options.findIndex((option) => {
    if (option.const !== undefined) return option.const === value;
    if (!option.properties || !isRecord(value)) return false;
    if (tag) return option.properties[tag]?.const === value[tag];
    return (option.required ?? []).every((name) => value[name] !== undefined);
  });
}

/** What a person reads of an option: its word, its kind, or the fields it asks for. */
export function optionName(options: readonly PlanNode[], option: PlanNode): string {
  const tag = tagOf(options);
  const kind = option.const ?? (tag ? option.properties?.[tag]?.const : undefined);
  return String(kind ?? (option.required ?? []).map(fieldWords).join(", "));
}

/** What a typed text means where a word or a number may stand; nothing typed is null where that is allowed. */
export function scalarFrom(options: readonly PlanNode[], text: string): Json {
  const word = text.trim();
  const allows = (...types: string[]) => options.some((o) => o.type !== undefined && types.includes(o.type));
  if (word === "" && allows("null")) return null;
  const isNumber = word !== "" && Number.isFinite(Number(word));
  return isNumber && allows("number", "integer") ? Number(word) : word;
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
      // A whole number without a bound of its own is bounded by what a number can hold.
      return node.minimum !== undefined && node.minimum > Number.MIN_SAFE_INTEGER ? node.minimum : 0;
    case "boolean":
      return false;
    default:
      return "";
  }
}
