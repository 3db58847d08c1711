import { expect, test } from "vitest";
import { planFrom } from "./begin-from-plan.tsx";

test("a plan in a file is a draft without what was frozen; what is none is told in a sentence", () => {
  const plan = { schema: "nadir.validation-protocol/1", identity: { family: "f" } };
  expect(planFrom(JSON.stringify({ ...plan, frozen: { seed: 1 } }))).toEqual(plan);
  expect(planFrom("{")).toMatch(/is no JSON/);
  for (const other of ["null", "[]", '"x"', "{}", '{"schema":"nadir.strata-rule/1"}'])
    expect(planFrom(other), other).toMatch(/is no plan: its field 'schema' should say nadir\.validation-protocol\/1/);
});
