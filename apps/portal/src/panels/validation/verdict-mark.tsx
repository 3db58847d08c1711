import { classNames } from "../../ui/class-names.ts";
import { verdictWords } from "./state-names.ts";

export function VerdictMark({ verdict }: { verdict: keyof typeof verdictWords }) {
  const { word, mark, look } = verdictWords[verdict];
  return (
    <span
      className={classNames("inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-semibold", look)}
    >
      <span aria-hidden>{mark}</span>
      {word}
    </span>
  );
}
