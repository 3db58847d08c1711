import { expect, it } from "vitest";
import { readChosen } from "./chosen-password.ts";

const oneTime = "harap-knp8h";

it("takes the one-time password with a new one", () => {
  const both = { oneTime, chosen: "four brown owls hunt" };
  expect(readChosen(both)).toEqual(both);
  expect(readChosen({ oneTime, chosen: "o".repeat(200) })).toHaveProperty("chosen");
});

it("says what is wrong: the limit, or what is missing", () => {
  expect(readChosen({ oneTime, chosen: "o".repeat(5000) })).toEqual({
    wrong: "The new password has 5000 characters; give at most 200.",
  });
  expect(readChosen({ oneTime: "o".repeat(300), chosen: "four brown owls hunt" })).toHaveProperty("wrong");
  for (const sent of [null, {}, { oneTime }, { oneTime, chosen: 3 }])
    expect(readChosen(sent)).toEqual({ wrong: "Give the one-time password and the new one." });
});
