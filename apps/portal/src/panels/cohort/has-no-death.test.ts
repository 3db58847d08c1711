import { expect, it } from "vitest";
import { hasNoDeath } from "./has-no-death.ts";

const patient = (event: boolean) => ({ subject: "P", group: "All patients", days: 90, event, rule: "" });

it("is so of overall survival alone, and of somebody", () => {
  expect(hasNoDeath({ endpoint: "os", patients: [patient(false), patient(false)] })).toBe(true);
  expect(hasNoDeath({ endpoint: "os", patients: [patient(false), patient(true)] })).toBe(false);
  expect(hasNoDeath({ endpoint: "pfs", patients: [patient(false)] })).toBe(false);
  expect(hasNoDeath({ endpoint: "os", patients: [] })).toBe(false);
});
