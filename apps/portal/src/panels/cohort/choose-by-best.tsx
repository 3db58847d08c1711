"use client";

import { count } from "../../ui/figures.ts";
import { useSelection } from "./selection.tsx";

/** A count of the table that chooses the patients whom it counts. */
export function ChooseByBest({ best, arm, patients }: { best: string; arm: string | null; patients: number }) {
  const { shown, choose } = useSelection();
  const keys = shown.filter((p) => p.best === best && (arm === null || p.arm === arm)).map(({ subject }) => subject);
  return (
    <button
      type="button"
      aria-label={`Choose the ${patients} patients with ${best}${arm === null ? "" : ` of arm ${arm}`}`}
      className="computed min-h-6 min-w-6 underline underline-offset-2"
      onClick={() => choose(keys, "only")}
    >
      {count(patients)}
    </button>
  );
}
