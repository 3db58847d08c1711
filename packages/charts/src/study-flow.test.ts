import { prismaFlow } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { studyFlow } from "./study-flow.ts";

describe("the flow of studies", () => {
  const flow = prismaFlow.parse({
    source: "by hand",
    identified: 120,
    duplicates: 20,
    screened: 100,
    excludedAtScreening: [{ reason: "not MRI", n: 70 }],
    assessed: 30,
    excludedAfterAssessment: [{ reason: "no outcome", n: 20 }],
    included: 10,
    split: [
      { label: "Radiogenomic", n: 7 },
      { label: "Other", n: 3 },
    ],
  });
  const words = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((m) => m[1]!);

  test("shows every step with its number, and who was left out with the reason", () => {
    const svg = studyFlow(flow);
    expect(words(svg)).toEqual([
      ...["120", "Records identified", "Left out", "20", "20", "Duplicates"],
      ...["100", "Records screened", "Left out", "70", "70", "not MRI"],
      ...["30", "Reports assessed", "Left out", "20", "20", "no outcome"],
      ...["10", "Studies included", "Radiogenomic: 7", "Other: 3"],
    ]);
    expect(svg).toContain("Flow of studies. Records identified: 120; Records screened: 100");
    expect(svg).not.toMatch(/articipant/);
  });

  test("leaves out the steps that a review does not print", () => {
    const short = prismaFlow.parse({
      source: "s",
      identified: null,
      duplicates: null,
      screened: 9,
      assessed: null,
      included: 9,
    });
    expect(words(studyFlow(short))).toEqual(["9", "Records screened", "9", "Studies included"]);
  });
});
