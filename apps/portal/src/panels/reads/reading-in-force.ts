import type { Patient } from "@nadir/api/read";
import { PLACE_WORDS } from "./read-words.ts";

/** What the responses of a patient with signed reads rest on, in a sentence; empty where no read is signed. */
export function restingWords(reading: Patient["readingInForce"]): string {
  if (!reading) return "";
  const who = PLACE_WORDS[reading.place];
  if (reading.areSignedReads) return `Responses rest on ${who}’s signed reads.`;
  if (reading.unsigned.length === 0) return `No response rests on these reads yet: ${who} has signed none.`;
  return `Responses still rest on the figures that were imported, entered or taken from masks: ${who} has not signed ${listed(reading.unsigned)} yet.`;
}

/** Of responses that two readers differ over: that they are provisional, and what they rest on meanwhile; null of others. */
export const provisionalWords = (patient: Pick<Patient, "awaitsAdjudication" | "readingInForce">): string | null =>
  patient.awaitsAdjudication
    ? `Provisional: the two readers differ, and an adjudicator has yet to decide. ${restingWords(patient.readingInForce)}`.trim()
    : null;

const listed = (keys: readonly string[]): string =>
  keys.length < 2 ? keys.join("") : `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}`;
