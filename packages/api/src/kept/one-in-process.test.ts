import { expect, it, vi } from "vitest";
import { oneInProcess } from "./one-in-process.ts";

it("is one for all copies of a module, by name", async () => {
  const made = oneInProcess("a test's map", () => new Map([["a", 1]]));
  vi.resetModules();
  const copy = await import("./one-in-process.ts");
  expect(copy.oneInProcess).not.toBe(oneInProcess);
  expect(copy.oneInProcess("a test's map", () => new Map())).toBe(made);
  expect(copy.oneInProcess("another map", () => new Map())).not.toBe(made);
});
