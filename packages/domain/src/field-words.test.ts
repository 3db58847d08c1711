import { describe, expect, test } from "vitest";
import { z } from "zod";
import { issueInWords, placeInWords, valueAt } from "./field-words.ts";

const shape = z.strictObject({
  title: z.string().trim().min(1),
  authors: z.array(z.string()).min(1),
  version: z.int().min(1),
  share: z.number().gt(0).lt(1),
  level: z.enum(["analytical", "utility"]),
  link: z.url(),
  key: z.string().regex(/^[a-z]+$/),
  state: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("a") }),
    z.strictObject({ kind: z.literal("b") }),
  ]),
});
const sound = {
  title: "t",
  authors: ["a"],
  version: 1,
  share: 0.5,
  level: "utility",
  link: "https://osf.io/k4u2h",
  key: "abc",
  state: { kind: "a" },
};
const said = (over: object, without: readonly string[] = []) => {
  const given: Record<string, unknown> = { ...sound, ...over };
  for (const name of without) delete given[name];
  const parsed = shape.safeParse(given);
  return parsed.error?.issues.map((i) => `${placeInWords(i.path)} ${issueInWords(i, valueAt(given, i.path))}`);
};

describe("a fault of a document in words", () => {
  test.each([
    [{ title: "  " }, [], "Title is empty; fill it in"],
    [{}, ["title"], "Title is missing; give text"],
    [{ authors: [] }, [], "Authors is empty; give at least one"],
    [{ authors: [7] }, [], "Authors 1 must be text; found 7"],
    [{ version: 0 }, [], "Version must be at least 1; found 0"],
    [{ version: 1.5 }, [], "Version must be a whole number; found 1.5"],
    [{ version: "one" }, [], "Version must be a number; found 'one'"],
    [{ share: 0 }, [], "Share must be more than 0; found 0"],
    [{ share: 1 }, [], "Share must be less than 1; found 1"],
    [{ level: "high" }, [], "Level must be one of analytical, utility; found 'high'"],
    [{ link: "osf" }, [], "Link must be a web address, as https://osf.io/k4u2h; found 'osf'"],
    [{ link: "" }, [], "Link is empty; fill it in"],
    [{ key: "A B" }, [], "Key has not the form that is asked for; found 'A B'"],
    [{ word: 1 }, [], "The document has no field 'word'; take it out"],
    [{ state: { kind: "c" } }, [], "State › Kind is none of the kinds that are possible here; choose its kind again"],
  ])("%j without %j", (over, without, sentence) => {
    expect(said(over, without)).toEqual([sentence]);
  });

  test("keeps a limit's own words", () => {
    const parsed = z
      .array(z.string())
      .min(2, "at least two lesions")
      .max(3, "three lesions at the most")
      .safeParse(["a"]);
    expect(issueInWords(parsed.error!.issues[0]!, ["a"])).toBe("at least two lesions");
  });

  test("says places as the form labels them", () => {
    expect(placeInWords("endpoints.0.assessedBy")).toBe("Endpoints 1 › Assessed by");
    expect(placeInWords("population.eligibility.filter.2.ageYears")).toBe(
      "Population › Eligibility › Filter 3 › Age years",
    );
  });
});
