import { expect, test } from "vitest";
import { hrefAtPage, pageInAddress } from "./page-in-address.ts";

test.each([
  [{}, 1],
  [{ page: "3" }, 3],
  [{ page: "0" }, 1],
  [{ page: "two" }, 1],
  [{ page: ["2", "3"] }, 1],
])("%j stands for page %i", (given, page) => {
  expect(pageInAddress(given)).toBe(page);
});

test("another page keeps what else the address chooses, several values of one name too", () => {
  expect(hrefAtPage("/x", { criterion: "irecist", page: "2", only: ["A", "B"], none: undefined }, 3)).toBe(
    "/x?criterion=irecist&only=A&only=B&page=3",
  );
  expect(hrefAtPage("/x", { progressions: "2" }, 4, "responses")).toBe("/x?progressions=2&responses=4");
});
