import type { CaseVisit, MeasurementEntry, ResponseCase } from "@nadir/domain";
import { type CaseEdits, NO_EDITS, type VisitFacts } from "@nadir/response";
import { useMemo, useState } from "react";

/** What stands in the cells that were changed, and the edits that they make. The text is kept as it was typed. */
export interface Tried {
  readonly edits: CaseEdits;
  readonly texts: Readonly<Record<string, string>>;
  /** Cells whose text is no size, with the sentence. */
  readonly problems: Readonly<Record<string, string>>;
}
const NOTHING: Tried = { edits: NO_EDITS, texts: {}, problems: {} };

export const cellKey = (visit: string, lesion: string): string => `${visit}\n${lesion}`;

/** The edits of one what-if, with the ways to change them. */
export function useTrialCase(document: ResponseCase) {
  const [tried, setTried] = useState<Tried>(NOTHING);
  const isUntouched = tried === NOTHING;
  const actions = useMemo(
    () => ({
      reset: () => setTried(NOTHING),
      measure: (
        visit: string,
        lesion: string,
        text: string,
        read: { entry: MeasurementEntry | null } | { problem: string },
      ) =>
        setTried((before) => {
          const key = cellKey(visit, lesion);
          const { [key]: _, ...others } = before.problems;
          const own = before.edits.measurements[visit] ?? {};
          const { [lesion]: __, ...kept } = own;
          return {
            texts: { ...before.texts, [key]: text },
            problems: "problem" in read ? { ...others, [key]: read.problem } : others,
            edits: {
              ...before.edits,
              // What cannot be read changes nothing yet: the recorded size stands.
              measurements: {
                ...before.edits.measurements,
                [visit]: "problem" in read ? kept : { ...kept, [lesion]: read.entry },
              },
            },
          };
        }),
      say: (visit: string, facts: VisitFacts) =>
        setTried((before) => ({
          ...before,
          edits: {
            ...before.edits,
            facts: { ...before.edits.facts, [visit]: { ...before.edits.facts[visit], ...facts } },
          },
        })),
      addVisit: (date: string) =>
        setTried((before) => ({
          ...before,
          edits: {
            ...before.edits,
            visits: [
              ...before.edits.visits,
              { id: freeName("TRY", [...document.visits, ...before.edits.visits]), date },
            ],
          },
        })),
      addLesion: (organ: string, node: boolean) =>
        setTried((before) => ({
          ...before,
          edits: {
            ...before.edits,
            lesions: [
              ...before.edits.lesions,
              {
                id: freeName("NEW", [...document.lesions, ...before.edits.lesions]),
                role: "new",
                organ,
                ...(node ? { node } : {}),
              },
            ],
          },
        })),
    }),
    [document],
  );
  return { tried, isUntouched, ...actions };
}

function freeName(word: string, taken: readonly { readonly id: string }[]): string {
  for (let n = 1; ; n++) if (!taken.some(({ id }) => id === `${word}${n}`)) return `${word}${n}`;
}

/** A visit as it stands with its edits: what the inputs of its facts show. */
export function factsOf(visit: Pick<CaseVisit, "id"> & Partial<CaseVisit>, edits: CaseEdits): VisitFacts {
  const { nonTarget, dexamethasoneMgPerDay, clinical, flair } = visit;
  return {
    ...(nonTarget ? { nonTarget } : {}),
    ...(dexamethasoneMgPerDay === undefined ? {} : { dexamethasoneMgPerDay }),
    ...(clinical ? { clinical } : {}),
    ...(flair ? { flair } : {}),
    ...edits.facts[visit.id],
  };
}
