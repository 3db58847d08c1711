import { BOARD_VOTES } from "@nadir/domain";

interface Vote {
  readonly person: { readonly name: string };
  readonly vote: (typeof BOARD_VOTES)[number];
}

/** A vote as one says it of a person: `voted for`, `voted against`, `abstained`. */
export const voteWords = (vote: Vote["vote"]): string => (vote === "abstained" ? vote : `voted ${vote}`);

/** How the vote came out, in a sentence: `Votes: 2 for (Ada, Ben), 1 against (Cem).` */
export function voteSentence(votes: readonly Vote[]): string {
  const said = BOARD_VOTES.flatMap((vote) => {
    const names = votes.filter((v) => v.vote === vote).map((v) => v.person.name);
    return names.length === 0 ? [] : [`${names.length} ${vote} (${names.join(", ")})`];
  });
  return said.length === 0 ? "Votes: none." : `Votes: ${said.join(", ")}.`;
}
