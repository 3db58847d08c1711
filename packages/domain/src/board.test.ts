import { describe, expect, it } from "vitest";
import { type BoardAct, type BoardEntry, boardAct, boardHash, boardState, checkBoardAct } from "./board.ts";

const proposal = {
  kind: "proposal",
  decision: "biopsy",
  text: "Biopsy of the liver lesion",
  reason: "It grows",
  again: null,
} as const;
const decided = {
  kind: "decision",
  meaning: "decided by the board",
  decision: "biopsy",
  text: "Biopsy of the liver lesion",
  reason: "It grows",
  votes: [{ person: "ann", vote: "for" }],
  course: { "recist-1.1": "ab" },
} as const;
const chain = (...acts: (readonly [string, unknown])[]): BoardEntry[] => {
  let before: string | null = null;
  return acts.map(([person, raw], n) => {
    const act = boardAct.parse(raw);
    const hash: string = boardHash({ case: "case", number: n + 1, person, before, act });
    before = hash;
    return { number: n + 1, person, act, hash };
  });
};
const asked = ["carl", { kind: "question", text: "Real progression?" }] as const;
const voted = (person: string, vote: string, reason = "") => [person, { kind: "vote", vote, reason }] as const;
const come = (...acts: Parameters<typeof chain>) => boardState(chain(...acts));
const refused = (state: ReturnType<typeof come>, act: unknown) => () =>
  checkBoardAct(state, boardAct.parse(act) as BoardAct);

describe("a patient at the board", () => {
  it("comes with a question; the last vote of each person on this very proposal counts", () => {
    const entries = [
      asked,
      ["ann", proposal],
      voted("bob", "against", "too early"),
      voted("ann", "for"),
      voted("bob", "for"),
    ] as const;
    const state = come(...entries);
    expect(state.question).toBe("Real progression?");
    expect(state.votes.map((v) => [v.person, v.vote])).toEqual([
      ["ann", "for"],
      ["bob", "for"],
    ]);
    expect(come(...entries, ["bob", { ...proposal, text: "Biopsy of the node" }]).votes).toEqual([]);
  });

  it("leaves with a decision, which a later proposal does not take away", () => {
    const entries = [asked, ["ann", proposal], voted("ann", "for"), ["ann", decided]] as const;
    expect(come(...entries)).toMatchObject({
      proposal: null,
      votes: [],
      decision: { text: "Biopsy of the liver lesion", person: "ann" },
    });
    const again = [...entries, ["bob", { ...proposal, again: "the patient declined" }]] as const;
    expect(come(...again).decision?.text).toBe("Biopsy of the liver lesion");
    const twice = come(...again, voted("bob", "for"), [
      "bob",
      { ...decided, decision: "stop treatment", text: "Stop" },
    ]);
    expect(twice.decision?.text).toBe("Stop");
    expect(twice.decision?.again).toBe("the patient declined");
    expect(twice.former).toMatchObject([
      { decision: "biopsy", text: "Biopsy of the liver lesion", reason: "It grows", person: "ann", again: null },
    ]);
  });

  it("takes no decision that nobody voted for, or that was voted down", () => {
    expect(refused(come(asked), decided)).toThrow(/no proposal/);
    expect(refused(come(asked, ["ann", proposal]), decided)).toThrow(/Nobody has voted for/);
    expect(refused(come(asked, ["ann", proposal], voted("bob", "abstained")), decided)).toThrow(/Nobody has voted for/);
    const even = come(asked, ["ann", proposal], voted("ann", "for"), voted("bob", "against", "too early"));
    expect(refused(even, decided)).toThrow("1 voted against this proposal and 1 for it");
    expect(refused(come(asked, ["ann", proposal], voted("ann", "for")), decided)).not.toThrow();
  });

  it("asks for a reason where one is owed", () => {
    const open = come(asked, ["ann", proposal]);
    expect(refused(open, { kind: "vote", vote: "against" })).toThrow(/says why/);
    expect(refused(open, { kind: "vote", vote: "against", reason: "too early" })).not.toThrow();
    const done = come(asked, ["ann", proposal], voted("ann", "for"), ["ann", decided]);
    expect(refused(done, proposal)).toThrow(/taken up again/);
    expect(refused(done, { kind: "withdrawn", reason: "by mistake" })).toThrow(/a decision stays/);
    expect(() => boardAct.parse({ kind: "question", text: "  " })).toThrow(/the question to the board/);
  });

  it("taken off the agenda is heard again only with a question", () => {
    const off = come(asked, ["carl", { kind: "withdrawn", reason: "not this month" }]);
    expect(refused(off, proposal)).toThrow(/taken off the agenda/);
    expect(come(asked, ["carl", { kind: "withdrawn", reason: "x" }], asked).isWithdrawn).toBe(false);
  });

  it("has hashes that bind all that came before", () => {
    const last = (...acts: Parameters<typeof chain>) => chain(...acts).at(-1)?.hash;
    const one = last(asked, ["ann", proposal], voted("ann", "for"), ["ann", decided]);
    expect(
      last(["carl", { kind: "question", text: "Real progression" }], ["ann", proposal], voted("ann", "for"), [
        "ann",
        decided,
      ]),
    ).not.toBe(one);
    expect(last(asked, ["ann", proposal], voted("bob", "for"), ["ann", decided])).not.toBe(one);
  });
});
