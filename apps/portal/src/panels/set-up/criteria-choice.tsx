"use client";

import { criterionId } from "@nadir/domain";
import { useId } from "react";
import { criterionName } from "../../ui/criterion-names.ts";
import { FieldFault } from "./field-fault.tsx";
import type { TrialDraft } from "./trial-draft.ts";

type Criteria = TrialDraft["criteria"];

/** Which criteria the trial judges by, and the one that stands first. */
export function CriteriaChoice({
  criteria,
  faults,
  onChange,
}: {
  criteria: Criteria;
  faults: readonly string[];
  onChange: (criteria: Criteria) => void;
}) {
  const fault = useId();
  const take = (id: string, isTaken: boolean) =>
    onChange(
      isTaken
        ? [...criteria, { id, primary: criteria.length === 0, parameters: {} }]
        : criteria.filter((of) => of.id !== id),
    );
  const items = criterionId.options.map((id) => {
    const own = criteria.find((of) => of.id === id);
    return (
      <li key={id} className="flex flex-wrap items-center gap-x-3">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={own !== undefined}
            onChange={(event) => take(id, event.target.checked)}
          />
          {criterionName(id)}
        </label>
        {own ? (
          <label className="flex items-center gap-1.5 text-soft">
            <input
              type="radio"
              name="primary"
              className="size-4 accent-accent"
              checked={own.primary}
              onChange={() => onChange(criteria.map((of) => ({ ...of, primary: of.id === id })))}
            />
            primary<span className="sr-only"> {criterionName(id)}</span>
          </label>
        ) : null}
      </li>
    );
  });
  return (
    <fieldset
      className="grid gap-1.5"
      {...(faults.length > 0 ? { "aria-describedby": fault, "data-faulty": true, tabIndex: -1 } : {})}
    >
      <legend className="sr-only">Response criteria</legend>
      <FieldFault id={fault} faults={faults} />
      <ul className="grid gap-1.5 sm:grid-cols-2 lg:grid-cols-3">{items}</ul>
    </fieldset>
  );
}
