/** Text that ends a statement, comments, doubles a quote, is a pattern, or is no text that a database keeps. */
export const ODD_TEXTS: readonly string[] = [
  "",
  " ",
  "'",
  "''; drop table record.subject; --",
  "x' or '1'='1",
  '") or 1=1 --',
  "%' union select id, email, name, null from identity.user --",
  "\\'; select pg_sleep(5) --",
  "$1",
  "%",
  "_",
  "%%%_%",
  "\\",
  "\u0000",
  "a\u0000b",
  // Half of a pair: no character, and no UTF-8.
  "\ud800",
  "\udfff\ud800",
  "\u202e\u200b\ufeff",
  "constructor",
  "__proto__",
  "x".repeat(100_000),
];

/** What is no text where a text is due, as an address with a name twice, or a hand-written request, gives it. */
export const NO_TEXTS: readonly unknown[] = [null, 1, true, [], ["a", "b"], { a: "b" }, [["%"]]];

export const ODD_NUMBERS: readonly unknown[] = [
  -1,
  0,
  0.5,
  -0.5,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "1",
  "1; drop table record.subject",
  null,
  [1],
];

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
export interface Parameter {
  readonly name: string;
  /** `word`: one of a list. */
  readonly kind: "text" | "word" | "number" | "flag" | "list" | "other";
  readonly isRequired: boolean;
}

/** The parameters of a query's input, which is one flat object or nothing, as JSON Schema describes it. */
export function parametersOf(schema: Schema): readonly Parameter[] {
  return Object.entries(schema.properties ?? {}).map(([name, one]) => ({
    name,
    kind: kindOf(one),
    isRequired: (schema.required ?? []).includes(name) && one.default === undefined,
  }));
}

function kindOf({ type, enum: words, const: one, anyOf }: Schema): Parameter["kind"] {
  if (words || one !== undefined) return "word";
  const types = [type ?? [], ...(anyOf ?? []).map((part) => part.type ?? [])].flat();
  if (types.includes("string")) return "text";
  if (types.includes("integer") || types.includes("number")) return "number";
  if (types.includes("boolean")) return "flag";
  return types.includes("array") ? "list" : "other";
}

/** What is tried in a parameter's place, whatever its kind says. */
export const oddOnes = ({ kind }: Parameter): readonly unknown[] => {
  if (kind === "number") return ODD_NUMBERS;
  if (kind === "list") return [...ODD_TEXTS.map((text) => [text]), ...NO_TEXTS, [["a"]], new Array(501).fill("a")];
  return [...ODD_TEXTS, ...NO_TEXTS];
};

/** Rows of an answer: its own total where it has one, else the entries of all lists in it. */
export function rowsIn(answer: unknown): number {
  if (typeof answer !== "object" || answer === null) return 0;
  const { total } = answer as { total?: unknown };
  if (typeof total === "number") return total;
  return Object.values(answer).reduce<number>(
    (sum, one) => sum + rowsIn(one),
    Array.isArray(answer) ? answer.length : 0,
  );
}

/** The places of all texts of an input, each as the names on the way to it. */
export function textsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, [...path, name]));
}

/** The same input with something else at that place. */
export function withText(input: unknown, [name, ...rest]: readonly string[], odd: unknown): unknown {
  if (name === undefined) return odd;
  const inner = (input as Record<string, unknown>)[name];
  const changed = withText(inner, rest, odd);
  if (Array.isArray(input)) return input.map((one, n) => (String(n) === name ? changed : one));
  return { ...(input as object), [name]: changed };
}
