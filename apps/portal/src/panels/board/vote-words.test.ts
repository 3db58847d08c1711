import { expect, it } from "vitest";
import { voteSentence, voteWords } from "./vote-words.ts";

const vote = (name: string, cast: "for" | "against" | "abstained") => ({ person: { name }, vote: cast });

it("says who voted how, as a sentence that stands whatever the names end with", () => {
  expect(voteSentence([vote("Demo tumour board", "for")])).toBe("Votes: 1 for (Demo tumour board).");
  expect(voteSentence([vote("Cem", "against"), vote("Ada", "for"), vote("Dee", "abstained"), vote("Ben", "for")])).toBe(
    "Votes: 2 for (Ada, Ben), 1 against (Cem), 1 abstained (Dee).",
  );
  expect(voteSentence([])).toBe("Votes: none.");
  expect(["for", "against", "abstained"].map((cast) => voteWords(cast as "for"))).toEqual([
    "voted for",
    "voted against",
    "abstained",
  ]);
});
