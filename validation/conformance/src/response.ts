import { parseResponseCase, Refusal } from "@nadir/domain";
import { assess, CRITERIA } from "@nadir/response";
import { DEFINITIONS, isDefinition } from "@nadir/risk";
import { compareAnswer, type ResponseFailure } from "./response-compare.ts";

export interface ResponseFile {
  readonly name: string;
  /** The parsed document. */
  readonly json: unknown;
}

export interface ResponseResult {
  /** The case's own id, or the file's name where it has none. */
  readonly id: string;
  readonly file: string;
  readonly passed: boolean;
  /** Criteria and definitions that were compared. */
  readonly compared: readonly string[];
  readonly failures: readonly ResponseFailure[];
}

export interface ResponseConformance {
  readonly results: readonly ResponseResult[];
  readonly passed: number;
  readonly failed: number;
  /** Implemented criteria and definitions for which no vector was found. */
  readonly withoutVectors: readonly string[];
}

/** What answers for each identifier of a vector: the response criteria, and the definitions of atypical response. */
function engineOf(id: string): ((json: unknown) => unknown) | null {
  if (CRITERIA.has(id)) return (json) => assess(parseResponseCase(json), id);
  if (isDefinition(id)) return (json) => DEFINITIONS[id].answer(parseResponseCase(json));
  return null;
}

/**
 * Runs every criterion that each file expects and compares the answers. A file whose expectation names a criterion that
 * Nadir does not know, a file that expects nothing, and a case that is refused all fail; nothing is skipped.
 */
export function runResponseConformance(files: readonly ResponseFile[]): ResponseConformance {
  const results = files.map(resultOf);
  const seen = new Set(results.flatMap((result) => result.compared));
  const passed = results.filter((result) => result.passed).length;
  return {
    results,
    passed,
    failed: results.length - passed,
    withoutVectors: IMPLEMENTED.filter((id) => !seen.has(id)),
  };
}

export const IMPLEMENTED: readonly string[] = [...CRITERIA.keys(), ...Object.keys(DEFINITIONS)];

function resultOf({ name, json }: ResponseFile): ResponseResult {
  const document = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  const id = typeof document.id === "string" ? document.id : name;
  const expected = Object.entries((document.expected ?? {}) as Record<string, unknown>);
  const failures: ResponseFailure[] = [];
  const compared: string[] = [];
  if (expected.length === 0)
    failures.push({ key: "expected", expected: "answers of at least one criterion", got: null, tolerance: null });
  for (const [criterion, answer] of expected) {
    const engine = engineOf(criterion);
    if (engine === null) {
      failures.push({ key: criterion, expected: "a known criterion", got: "not implemented", tolerance: null });
      continue;
    }
    compared.push(criterion);
    try {
      failures.push(...compareAnswer(criterion, answer, engine(json)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failures.push({ key: criterion, expected: "an answer", got: error.message, tolerance: null });
    }
  }
  return { id, file: name, passed: failures.length === 0, compared, failures };
}
