import { expect, test } from "vitest";
import { signInHref, wayIn } from "./way-in.ts";

test.each([
  ["/trials/x/patients/P-1?ask=visit%2FP-1%2Fwk8", "/trials/x/patients/P-1?ask=visit%2FP-1%2Fwk8"],
  ["/worklist", "/worklist"],
])("%s is a place of the portal", (asked, to) => {
  expect(wayIn(asked)).toBe(to);
  expect(new URL(signInHref(asked), "http://x").searchParams.get("to")).toBe(to);
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
  expect(signInHref(asked)).toBe("/sign-in");
});
