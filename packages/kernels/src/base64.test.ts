import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { fromBase64 } from "./base64.ts";

describe("base64", () => {
  test.prop([fc.uint8Array({ maxLength: 40 })])("reads what Node writes", (bytes) => {
    expect([...fromBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
  });
});
