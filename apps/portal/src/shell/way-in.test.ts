import { expect, test } from "vitest";
import { stepInHref, wayIn, wayInOf } from "./way-in.ts";

const STEPS = ["/sign-in", "/choose-password", "/second-factor"] as const;

test.each([
  ["/trials/x/patients/P-1?ask=visit%2FP-1%2Fwk8", "/trials/x/patients/P-1?ask=visit%2FP-1%2Fwk8"],
  ["/worklist", "/worklist"],
])("%s is a place of the portal", (asked, to) => {
  expect(wayIn(asked)).toBe(to);
  for (const step of STEPS) {
    const { pathname, searchParams } = new URL(stepInHref(step, asked), "http://x");
    expect(pathname).toBe(step);
    expect(wayInOf(Object.fromEntries(searchParams))).toBe(to);
  }
});

test.each([
  undefined,
  null,
  "",
  "/",
  "//evil.example/x",
  "/\\evil.example",
  "/\t/evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "trials/x",
  "/api/trpc/session.me",
  "/sign-in?to=/x",
  "/choose-password",
  "/second-factor",
  "/home",
  `/${"x".repeat(2000)}`,
])("%j leads home", (asked) => {
  expect(wayIn(asked)).toBe("/home");
  for (const step of STEPS) expect(stepInHref(step, asked)).toBe(step);
  expect(wayInOf(asked == null ? {} : { to: asked })).toBe("/home");
});

test("several places are none", () => {
  expect(wayInOf({ to: ["/worklist", "/audit"] })).toBe("/home");
});
