import type { CriterionOutcomeShape } from "@nadir/api/read";
import { parseResponseCase } from "@nadir/domain";
import { assess } from "@nadir/response";
import { expect, it } from "vitest";
import { whyOf } from "./why-apart.ts";

/** The only lesion of a pseudoprogression: 39.9, 51.8, 43.7, 25.8, 20.6 mm (imaging-followup, IMG-004). */
const sizes = [39.9, 51.8, 43.7, 25.8, 20.6];
const dates = ["2024-01-01", "2024-02-16", "2024-03-29", "2024-05-03", "2024-06-28"];
const course = parseResponseCase({
  schema: "nadir.response-case/1",
  id: "pseudo",
  course: { disease: "solid-tumour", treatmentStart: "2024-01-05" },
  lesions: [{ id: "T1", role: "target", organ: "lung" }],
  visits: dates.map((date, i) => ({
    id: `V${i}`,
    date,
    role: i === 0 ? "baseline" : "follow-up",
    measurements: [{ lesion: "T1", longestMm: sizes[i] }],
  })),
});
const days = { dates: { kind: "calendar" }, treatmentStart: null } as unknown as Parameters<typeof whyOf>[2];
const why = (criterion: "recist-1.1" | "irecist") =>
  whyOf(assess(course, criterion) as unknown as CriterionOutcomeShape, "V4", days).map(({ text }) => text);

it("tells under each criterion the rule that makes the difference, with the visit where it fired", () => {
  const [reset, ...rest] = why("irecist");
  // Of an earlier visit what still counts and no more: both sentences have room on the first screen.
  expect(reset).toMatch(/^At V\d, .*the iUPD of .* was not confirmed, the bar is reset\.$/);
  // (20.6 − 39.9) / 39.9 = −48.4 %.
  expect(rest).toEqual(["Sum 20.6 mm is −48.4 % from baseline 39.9 mm: at least 30 % smaller, partial response."]);
  // 51.8 − 39.9 = 11.9 mm, 11.9 / 39.9 = 29.8 %.
  expect(why("recist-1.1")[0]).toMatch(/^At V1, .*11\.9 mm \(\+29\.8 %\) over the nadir 39\.9 mm/);
});
