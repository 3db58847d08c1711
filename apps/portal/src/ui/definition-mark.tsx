import type { PatientFlag } from "@nadir/api/read";
import { classNames } from "./class-names.ts";

const results: Readonly<Record<PatientFlag["result"], { word: string; mark: string; look: string }>> = {
  yes: { word: "met", mark: "▲", look: "bg-bad-soft text-bad" },
  no: { word: "not met", mark: "–", look: "bg-even-soft text-even" },
  undetermined: { word: "undetermined", mark: "△", look: "bg-warn-soft text-warn" },
  "not-evaluable": { word: "not evaluable", mark: "×", look: "border border-dashed border-line-strong text-faint" },
};

/** What a published definition says of a patient: a word and a mark, not colour alone. */
export function DefinitionMark({ result }: { result: PatientFlag["result"] }) {
  const { word, mark, look } = results[result];
  return (
    <span className={classNames("inline-flex items-center gap-1 rounded-sm px-1.5 font-semibold", look)}>
      <span aria-hidden>{mark}</span>
      {word}
    </span>
  );
}
