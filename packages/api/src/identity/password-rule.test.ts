import type { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { requireStrong } from "./password-rule.ts";

const person = { name: "Marianne Okonkwo", email: "m.okonkwo@hospital.example" };
const saidOf = (chosen: string) => {
  try {
    requireStrong(chosen, person);
    return "taken";
  } catch (error) {
    return (error as Refusal).code;
  }
};

describe("a password that a person chooses", () => {
  it.each([
    ["elevensigns", "PASSWORD_TOO_SHORT"],
    ["🙂🙂🙂🙂🙂🙂", "PASSWORD_TOO_SHORT"],
    ["password1234", "PASSWORD_COMMON"],
    ["P@ssw0rd!2026", "PASSWORD_COMMON"],
    ["Welcome2026!!", "PASSWORD_COMMON"],
    ["letmein-letmein", "PASSWORD_COMMON"],
    ["iloveyou-iloveyou", "PASSWORD_COMMON"],
    ["Nadir Trial 2026", "PASSWORD_COMMON"],
    ["123456789012", "PASSWORD_COMMON"],
    ["987654321098", "PASSWORD_COMMON"],
    ["qwertyuiopasdf", "PASSWORD_COMMON"],
    ["1qaz2wsx3edc", "PASSWORD_COMMON"],
    ["abcdefghijkl", "PASSWORD_COMMON"],
    ["aaaaaaaaaaaaaa", "PASSWORD_COMMON"],
    ["ababababababab", "PASSWORD_COMMON"],
    ["Okonkwo-2026-!", "PASSWORD_NAMES_PERSON"],
    ["marianne1234", "PASSWORD_NAMES_PERSON"],
  ])("'%s' is refused: %s", (chosen, code) => {
    expect(saidOf(chosen)).toBe(code);
  });
  it.each([
    "seven grey herons wade",
    "a password of my own",
    "okonkwo paints blue kettles",
    "kqz4h-9xwmt-2bcfr-jd7pv",
    "Überwintern im Nordmeer",
    "密碼很長而且沒有人猜得到啊",
  ])("'%s' is taken", (chosen) => {
    expect(saidOf(chosen)).toBe("taken");
  });
});
