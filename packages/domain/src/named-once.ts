import type { z } from "zod";

/** Refuses a plan in which two methods bear one name: their results could not be told apart. */
export const namedOnce = (
  { methods }: { readonly methods: readonly { readonly name: string }[] },
  context: z.RefinementCtx,
): void => {
  for (const [i, m] of methods.entries())
    if (methods.findIndex((o) => o.name === m.name) < i)
      context.addIssue({ code: "custom", path: ["methods", i, "name"], message: `'${m.name}' stands twice` });
};
