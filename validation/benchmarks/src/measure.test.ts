import { expect, test } from "vitest";
import { median } from "./measure.ts";

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])("the median of %j is %d", (values, expected) => expect(median(values)).toBe(expected));
