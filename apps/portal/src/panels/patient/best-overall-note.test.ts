import { expect, it } from "vitest";
import { bestOverallNote } from "./best-overall-note.ts";

const note = (confirmed: string, unconfirmed = confirmed) => bestOverallNote({ confirmed, unconfirmed });

it("calls a response confirmed", () => {
  for (const label of ["CR", "PR", "iCR", "iPR", "irPR", "imCR", "MR"]) expect(note(label)).toBe("confirmed");
  expect(note("PR", "CR")).toBe("confirmed; CR without");
});

it("never calls anything else confirmed, least of all the progression of a pseudoprogression", () => {
  for (const label of ["PD", "iUPD", "pPD", "SD", "iSD", "NON-CR/NON-PD", "NED", "NE"])
    expect(note(label)).toBe("the same with and without confirmation");
  expect(note("SD", "PR")).toBe("with confirmation; PR without");
});
