"use client";

import { useRouter } from "next/navigation";
import { Button } from "../../ui/button.tsx";
import { type CohortAddress, cohortHref, MOST_KEPT } from "./cohort-address.ts";
import { useSelection } from "./selection.tsx";

/** How many are chosen, and what can be done with them; always at hand. */
export function SelectionBar({
  trial,
  address,
  patients,
}: {
  trial: string;
  address: CohortAddress;
  patients: number;
}) {
  const { chosen, elsewhere, clear } = useSelection();
  const router = useRouter();
  const isNarrowed = address.only !== undefined && address.sel.length > 0;
  const isTooMany = chosen.size > MOST_KEPT;
  return (
    <section
      aria-label="Selection"
      className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-ground px-4 py-2 text-sm md:-mx-6 md:px-6"
    >
      <p role="status" className="text-soft">
        {chosen.size === 0 ? (
          <>
            No patient chosen.
            <span className="print:hidden">
              {" "}
              Click a mark, or drag a frame over several; by keyboard, arrows and Enter on a plot.
            </span>
          </>
        ) : (
          <>
            <strong className="text-ink">{chosen.size}</strong> of {patients} patients chosen
            {isTooMany ? `; more than ${MOST_KEPT} do not fit in the address, so this link will not keep them` : ""}.
          </>
        )}
        {elsewhere.length > 0 ? ` ${notHere(elsewhere.length)}` : ""}
      </p>
      {chosen.size > 0 || elsewhere.length > 0 ? (
        <Button variant="plain" onClick={clear}>
          Clear selection
        </Button>
      ) : null}
      {chosen.size > 0 && !isTooMany && !isNarrowed ? (
        <Button
          variant="quiet"
          onClick={() =>
            router.push(cohortHref(trial, { ...address, sel: [...chosen].sort(), only: "1", page: 1 }), {
              scroll: false,
            })
          }
        >
          Show only these
        </Button>
      ) : null}
      {chosen.size > 0 && !isTooMany && !isNarrowed && address.by !== "selection" ? (
        <Button
          variant="quiet"
          onClick={() =>
            router.push(`${cohortHref(trial, { ...address, sel: [...chosen].sort(), by: "selection" })}#survival`)
          }
        >
          Their survival beside the others’
        </Button>
      ) : null}
      {isNarrowed ? (
        <Button
          variant="quiet"
          onClick={() =>
            router.push(cohortHref(trial, { ...address, sel: [...chosen].sort(), only: undefined }), { scroll: false })
          }
        >
          Show all patients again
        </Button>
      ) : null}
    </section>
  );
}

/** Says nothing of who they are: a name in an address is no proof that there is such a patient. */
const notHere = (names: number): string =>
  names === 1
    ? "1 name in the address is of nobody shown here."
    : `${names} names in the address are of nobody shown here.`;
