"use client";

import { useEffect, useRef } from "react";
import { Notice } from "../../ui/notice.tsx";
import type { PlacedFaults, SetUpFault } from "./placed-faults.ts";

/** How many faults there are, told where the person pressed; each stands at its field, and those of no field here. */
export function FaultsTold({ faults, warnings }: { faults: PlacedFaults; warnings: readonly SetUpFault[] }) {
  return (
    <>
      {faults.count + faults.elsewhere.length > 0 ? (
        <Notice kind="refusal" live>
          {faults.count > 0 ? (
            <p>
              {faults.count === 1
                ? "One field is not right yet; what would be right stands under it."
                : `${faults.count} fields are not right yet; what would be right stands under each.`}
            </p>
          ) : null}
          {faults.elsewhere.map(({ code, message }) => (
            <p key={`${code} ${message}`}>{message}</p>
          ))}
        </Notice>
      ) : null}
      {warnings.length > 0 ? (
        <Notice kind="warning" live>
          {warnings.map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
        </Notice>
      ) : null}
    </>
  );
}

/** The form whose first field with a fault is gone to, each time that new faults were told. */
export function useFirstFault(faults: PlacedFaults) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (faults.count > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-faulty]")?.focus();
  }, [faults]);
  return form;
}
