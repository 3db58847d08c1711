import type { CaseLine } from "@nadir/api/board";
import { classNames } from "../../ui/class-names.ts";

const looks: Readonly<Record<CaseLine["standing"], { mark: string; look: string }>> = {
  "to be heard": { mark: "○", look: "bg-even-soft text-even" },
  proposed: { mark: "◐", look: "bg-warn-soft text-warn" },
  decided: { mark: "●", look: "bg-good-soft text-good" },
  "taken up again": { mark: "↻", look: "bg-warn-soft text-warn" },
  "off the agenda": { mark: "–", look: "text-faint" },
};

/** Where a patient of the agenda stands: shape, word and colour. */
export function StandingMark({ standing }: { standing: CaseLine["standing"] }) {
  const { mark, look } = looks[standing];
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 text-sm font-semibold",
        look,
      )}
    >
      <span aria-hidden>{mark}</span>
      {standing}
    </span>
  );
}
