import type { z } from "zod";

/** `clinicalQuestion` as people read it, and as forms label it: `Clinical question`. */
export const fieldWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replace(/^./, (c) => c.toUpperCase());

/** A place in a document as its form labels it: `endpoints.0.assessedBy` is `Endpoints 1 › Assessed by`. */
export function placeInWords(path: readonly PropertyKey[] | string): string {
  const parts = typeof path === "string" ? path.split(".").filter((part) => part !== "") : path.map(String);
  const words: string[] = [];
  for (const part of parts)
    if (/^\d+$/.test(part) && words.length > 0) words[words.length - 1] += ` ${Number(part) + 1}`;
    else words.push(fieldWords(part));
  return words.join(" › ") || "The document";
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "its fields",
  record: "names with their values",
  tuple: "a list of fixed length",
};

/** What is wrong with a value and what would be right, as the end of a sentence that names the field; a limit's own words stand. */
export function issueInWords(issue: z.core.$ZodIssue, found: unknown): string {
  const shown = found === undefined ? "" : `; found ${shortly(found)}`;
  switch (issue.code) {
    case "invalid_type": {
      const kind = KINDS[issue.expected] ?? issue.expected;
      return found === undefined ? `is missing; give ${kind}` : `must be ${kind}${shown}`;
    }
    case "too_small":
      if (!issue.message.startsWith("Too small")) return withoutStop(issue.message);
      if (issue.origin === "string")
        return issue.minimum === 1 ? "is empty; fill it in" : `must have at least ${issue.minimum} characters${shown}`;
      if (issue.origin === "array" || issue.origin === "set")
        return issue.minimum === 1 ? "is empty; give at least one" : `needs at least ${issue.minimum} entries`;
      return `must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${shown}`;
    case "too_big":
      if (!issue.message.startsWith("Too big")) return withoutStop(issue.message);
      if (issue.origin === "string") return `must have at most ${issue.maximum} characters`;
      if (issue.origin === "array") return `may have at most ${issue.maximum} entries`;
      return `must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${shown}`;
    case "invalid_value":
      return issue.values.length === 1
        ? `must be ${shortly(issue.values[0])}${shown}`
        : `must be one of ${issue.values.map(String).join(", ")}${shown}`;
    case "invalid_format":
      if (found === "") return "is empty; fill it in";
      if (issue.format === "url") return `must be a web address, as https://osf.io/k4u2h${shown}`;
      return /^Invalid /.test(issue.message)
        ? `has not the form that is asked for${shown}`
        : `${withoutStop(issue.message)}${shown}`;
    case "unrecognized_keys":
      return `has no field ${issue.keys.map((key) => `'${key}'`).join(", ")}; take it out`;
    case "invalid_union":
      return `is none of the kinds that are possible here; choose its kind again`;
    default:
      return withoutStop(issue.message);
  }
}

const withoutStop = (text: string): string => text.replace(/\.$/, "");
const shortly = (value: unknown): string => {
  if (value === "") return "nothing";
  const text = typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** The value at a path of a document; undefined where the path leads nowhere. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let at = document;
  for (const step of path) {
    if (at === null || typeof at !== "object") return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}
