import { expect, test } from "vitest";
import { z } from "zod";
import { namedOnce } from "./named-once.ts";

const plan = z.object({ methods: z.array(z.object({ name: z.string() })) }).superRefine(namedOnce);
const methods = (...names: string[]) => ({ methods: names.map((name) => ({ name })) });

test("methods with names of their own pass", () => {
  expect(plan.safeParse(methods("a", "b")).success).toBe(true);
});

test("a name that stands twice is told at its second place", () => {
  const issues = plan.safeParse(methods("a", "b", "a")).error!.issues;
  expect(issues).toMatchObject([{ path: ["methods", 2, "name"], message: "'a' stands twice" }]);
});
