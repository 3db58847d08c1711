import type { z } from "zod";
import { type Problem, Refusal } from "./problem.ts";
import { type ResponseCase, responseCase } from "./response-case.ts";
import { problemsOfCourse } from "./response-case-check.ts";

/**
 * Reads a document of schema `nadir.response-case/1`. Throws a `Refusal` that names every problem at once, each with the
 * case, visit and lesion it is about; a case that is returned has a baseline, ordered dates and only known lesions.
 */
export function parseResponseCase(input: unknown): ResponseCase {
  const parsed = responseCase.safeParse(input);
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, input));
  problems.push(...problemsOfCourse(input));
  if (problems.length > 0) throw new Refusal(problems);
  return parsed.data as ResponseCase;
}

function problemsOfIssue(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const place = placeOf(issue.path, input);
  if (issue.code === "unrecognized_keys") {
    const inOptions = issue.path.length === 1 && issue.path[0] === "options";
    return issue.keys.map((key) => {
      const path = pathText([...issue.path, key]);
      return inOptions
        ? {
            code: "UNKNOWN_CRITERION",
            message: `${place}: options are given for '${key}', which is no criterion; use the identifiers of the response criteria, such as recist-1.1 or rano-2.0.`,
            where: { path },
            found: key,
          }
        : {
            code: "UNKNOWN_FIELD",
            message: `${place}: '${key}' is not a field here; remove it or correct its name (${path}).`,
            where: { path },
            found: key,
          };
    });
  }
  const field = String(issue.path.at(-1) ?? "document");
  const value = valueAt(issue.path, input);
  const found = shown(value);
  const expected = expectation(issue);
  const path = pathText(issue.path);
  const lacking = value === undefined;
  const code = lacking ? (LACKING_CODES[field] ?? "MISSING_FIELD") : codeOf(issue, field);
  const message = lacking
    ? `${place}: '${field}' is missing; ${expected} (${path}).`
    : `${place}: '${field}' is ${found}; ${expected} (${path}).`;
  return [{ code, message, where: { path }, found, expected }];
}

const LACKING_CODES: Readonly<Record<string, string>> = { lesion: "MEASUREMENT_WITHOUT_LESION" };
const LENGTHS = new Set(["longestMm", "shortMm", "volumeMm3"]);

function codeOf(issue: z.core.$ZodIssue, field: string): string {
  if (LENGTHS.has(field) && issue.code === "too_small") return "NEGATIVE_SIZE";
  if (LENGTHS.has(field) && issue.code === "too_big") return "ABSURD_SIZE";
  if (field === "date" || field.endsWith("Date")) return "NOT_A_DAY";
  return "WRONG_VALUE";
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `give ${ARTICLES[issue.expected] ?? `a value of type ${issue.expected}`}`;
    case "invalid_value":
      return `use ${issue.values.map((v) => JSON.stringify(v)).join(", ")}`;
    case "too_small":
      return issue.origin === "number" ? `give at least ${issue.minimum}` : "give at least one";
    case "too_big":
      return `give at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** `Case P-12, visit V2, lesion T1`: as much of it as the path tells. */
function placeOf(path: readonly PropertyKey[], input: unknown): string {
  const names = [`Case ${textAt(["id"], input) ?? "without an id"}`];
  if (path[0] === "visits" && typeof path[1] === "number") {
    names.push(`visit ${textAt(["visits", path[1], "id"], input) ?? `number ${path[1] + 1}`}`);
    if (path[2] === "measurements" && typeof path[3] === "number")
      names.push(
        `lesion ${textAt(["visits", path[1], "measurements", path[3], "lesion"], input) ?? `of measurement ${path[3] + 1}`}`,
      );
  }
  if (path[0] === "lesions" && typeof path[1] === "number")
    names.push(`lesion ${textAt(["lesions", path[1], "id"], input) ?? `number ${path[1] + 1}`}`);
  return names.join(", ");
}

function textAt(path: readonly PropertyKey[], input: unknown): string | null {
  const value = valueAt(path, input);
  return typeof value === "string" && value !== "" ? value : null;
}

function valueAt(path: readonly PropertyKey[], input: unknown): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const step of path)
    text += typeof step === "number" ? `[${step}]` : text === "" ? String(step) : `.${String(step)}`;
  return text === "" ? "document" : text;
}

function shown(value: unknown): string {
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
