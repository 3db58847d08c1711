import { z } from "zod";

/** Checks an answer by its schema; one that is kept and given again is checked the first time only. */
export function checkedOnce<S extends z.ZodType<object>>(schema: S): (answer: unknown) => z.output<S> {
  const known = new WeakMap<object, z.output<S>>();
  return (answer) => {
    const before = typeof answer === "object" && answer !== null ? known.get(answer) : undefined;
    if (before !== undefined) return before;
    const checked = schema.parse(answer);
    if (typeof answer === "object" && answer !== null) known.set(answer, checked);
    return checked;
  };
}

/** As a part of a schema: what is kept of an answer and given again is checked the first time only, the rest each time. */
export const keptPart = <S extends z.ZodType<object>>(schema: S) => z.unknown().transform(checkedOnce(schema));
