/**
 * What is wrong, where, and what would be right: the one shape in which Nadir refuses anything.
 * A `Problem` is data (it can be listed, stored, sent); a `Refusal` is the error that carries one or more of them.
 */
export interface Problem {
  /** Stable machine word, upper case with underscores, e.g. `GEOMETRY_MISMATCH`. */
  readonly code: string;
  /** One sentence for a person. It names the place, the value found and what would be right. */
  readonly message: string;
  /** Where: a file, a row (1-based, header is row 1), a column, or a path inside a document. */
  readonly where?: { readonly file?: string; readonly row?: number; readonly column?: string; readonly path?: string };
  /** The value that was found, as text. */
  readonly found?: string;
  /** What would have been right. */
  readonly expected?: string;
}

/** Thrown at a boundary when input cannot be used. `problems` is never empty. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const list: readonly Problem[] = Array.isArray(problems) ? problems : [problems as Problem];
    super(list.map((p) => p.message).join("\n"));
    this.problems = list;
  }

  /** The code of the first problem: what a caller switches on. */
  get code(): string {
    return this.problems[0]?.code ?? "UNKNOWN";
  }
}

/** Shorthand for the common case of one problem. */
export function refuse(code: string, message: string, rest: Omit<Problem, "code" | "message"> = {}): never {
  throw new Refusal({ code, message, ...rest });
}
