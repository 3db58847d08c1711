import type { ModelRow } from "@nadir/api/models";
import { classNames } from "../../ui/class-names.ts";

/** Whether a locked validation of this installation has shown that the model holds: a word and a mark. */
export function StandingMark({ standing }: { standing: ModelRow["standing"] }) {
  const isValidated = standing.state === "validated";
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-sm font-semibold",
        isValidated ? "bg-good-soft text-good" : "bg-warn-soft text-warn",
      )}
    >
      <span aria-hidden>{isValidated ? "✓" : "△"}</span>
      {isValidated ? "validated" : "research only"}
    </span>
  );
}
