import { describe, expect, it } from "vitest";
import { waitingCount, waitingWords } from "./reads-waiting.tsx";

type Reads = Parameters<typeof waitingWords>[0];
const charter = { number: 1 } as Reads["charter"];
const reads = (part: Partial<Reads>): Reads => ({
  charter,
  may: { read: true, adjudicate: false, administer: false },
  counts: { waiting: 12, draft: 1, signed: 3 },
  adjudications: [],
  ...part,
});
const adjudications = [{ state: "waiting" }, { state: "decided" }, { state: "waiting" }] as Reads["adjudications"];

describe("what of a trial's reading waits", () => {
  it("is a reader's scans and drafts, and an adjudicator's decisions that are not made yet", () => {
    expect(waitingWords(reads({}))).toBe("Waiting for you: 12 scans to read, 1 draft.");
    expect(waitingWords(reads({ counts: { waiting: 1, draft: 0, signed: 0 } }))).toBe(
      "Waiting for you: 1 scan to read, 0 drafts.",
    );
    expect(waitingCount(reads({ adjudications }))).toBe(13);
    expect(waitingCount(reads({ may: { read: false, adjudicate: true, administer: false }, adjudications }))).toBe(2);
    const decides = { read: false, adjudicate: true, administer: false };
    expect(waitingWords(reads({ may: decides, adjudications }))).toBe("Waiting for you: 2 decisions to make.");
    expect(waitingWords(reads({ may: { ...decides, read: true }, adjudications: adjudications.slice(0, 1) }))).toBe(
      "Waiting for you: 12 scans to read, 1 draft, 1 decision to make.",
    );
  });

  it("is nothing before reading is open, and for whoever neither reads nor decides", () => {
    expect(waitingWords(reads({ charter: null }))).toBe("Reading is not open yet.");
    expect(waitingCount(reads({ charter: null }))).toBe(0);
    expect(waitingWords(reads({ may: { read: false, adjudicate: false, administer: true } }))).toBe("");
  });
});
