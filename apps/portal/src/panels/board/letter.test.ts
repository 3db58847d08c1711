import type { CaseDetail } from "@nadir/api/board";
import type { Patient } from "@nadir/api/read";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Letter } from "./letter.tsx";

const patient = {
  subject: { key: "P-7", site: "S1", arm: "A", sex: "female", ageYears: 61.4, treatmentStart: "2026-01-05" },
  trial: { title: "A trial", dates: { kind: "calendar" }, criteria: [] },
  ...{ assessments: [], flags: [], images: [], measurements: [], adverseEvents: [], observations: [] },
  visits: [{ id: "base", role: "baseline", date: "2026-01-01", simulated: false }],
  treatments: Array.from({ length: 7 }, (_, n) => ({
    ...{ id: `t${n}`, kind: "drug", name: `drug ${n}`, start: `2026-0${n + 1}-05`, lesionsInField: [] },
  })),
} as unknown as Patient;
const decided = {
  ...{ decision: "continue", text: "Scan in four weeks", reason: "The sum grew", person: { id: "b", name: "Berit" } },
  ...{ at: new Date("2026-03-01T10:00:00Z"), hash: "ab".repeat(32), changedSince: [], broken: null },
  votes: [{ person: { id: "b", name: "Berit" }, vote: "for" }],
};
const shown = (
  change: Partial<Record<"broken" | "reason" | "again", string>> = {},
  of: Patient = patient,
  standing: object = {},
) => {
  const meeting = { id: "m", title: "Board", heldOn: "2026-03-01", offBecause: null };
  const found = { meeting, question: "Stay on treatment?", standing: "decided", proposal: null, ...standing };
  return renderToStaticMarkup(
    createElement(Letter, {
      found: { ...found, decided: { ...decided, ...change } } as unknown as CaseDetail,
      patient: of,
    }),
  );
};

describe("the board's sheet", () => {
  it("says of a signature that no longer holds that it is broken, and why", () => {
    expect(shown()).not.toContain("broken");
    expect(shown({ broken: "The votes were changed after it was signed." })).toContain(
      "The signature is broken. The votes were changed after it was signed.",
    );
  });

  it("says what the decision no longer tells by itself: taken up again, off the agenda, the meeting called off", () => {
    expect(shown()).not.toMatch(/taken up again|off the agenda|called off/i);
    const proposal = { decision: "biopsy", again: "A new lesion." };
    expect(shown({}, patient, { standing: "taken up again", proposal })).toContain(
      "The decision has been taken up again: A new lesion. Proposed now, not signed: biopsy.",
    );
    expect(shown({}, patient, { standing: "off the agenda" })).toContain("taken off the agenda of this meeting");
    const meeting = { title: "Board", heldOn: "2026-03-01", offBecause: "No quorum" };
    expect(shown({}, patient, { meeting })).toContain("This meeting was called off: No quorum");
    expect(shown({ again: "A new lesion." })).toContain("Taken up again because: A new lesion.");
  });

  it("says of responses that an adjudicator has yet to decide that they are provisional", () => {
    expect(shown()).not.toContain("Provisional");
    const readingInForce = { place: "reader-1" as const, areSignedReads: false, unsigned: ["D98"] };
    expect(shown({}, { ...patient, awaitsAdjudication: true, readingInForce })).toContain(
      "Provisional: the two readers differ, and an adjudicator has yet to decide. Responses still rest on",
    );
  });

  it("draws the latest treatments and says how many are not drawn", () => {
    const html = shown();
    expect(html).toContain("drug 6");
    expect(html).not.toContain("drug 1:");
    expect(html).toContain("2 earlier treatments are on the patient&#x27;s page.");
  });

  it("names early signs in words, in the sentence and on the time line", () => {
    const met = { result: "yes", visit: "base", date: "2026-01-01" };
    const flags = ["pseudoprogression-prospective/irano-6-months", "hyperprogression/champiat-2017"].map(
      (definition) => ({ ...met, definition }),
    );
    const html = shown({}, { ...patient, flags } as unknown as Patient);
    expect(html).toContain(
      "Early signs: Pseudoprogression, prospective, iRANO six months; Hyperprogression, Champiat 2017.",
    );
    expect(html).not.toMatch(/pseudoprogression-prospective|irano-6-months|champiat-2017/);
    expect(html).toContain("Pseudoprogression, prospective: day −4");
  });

  it("has smaller letters the longer its texts are", () => {
    const sizeOf = (letters: number) => /class="letter (text-\S+)/.exec(shown({ reason: "a".repeat(letters) }))?.[1];
    expect([sizeOf(10), sizeOf(1500), sizeOf(2600), sizeOf(6000)]).toEqual([
      ...["text-sm", "text-sm", "text-xs"],
      "text-[0.625rem]",
    ]);
  });
});
