import type { TrialWork } from "@nadir/api/worklist";
import { Button, buttonLook } from "../../ui/button.tsx";
import Link from "../../ui/link.tsx";
import { moveWord } from "./marks.tsx";
import { MOVERS, type WorklistAddress, worklistHref } from "./worklist-address.ts";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** Narrows the list, and says as which day it is looked at. The choice stands in the address. */
export function WorklistFilter({
  address,
  trials,
  sites,
  today,
}: {
  address: WorklistAddress;
  trials: readonly TrialWork["trial"][];
  sites: readonly string[];
  today: string;
}) {
  const hasDates = trials.some(({ dates }) => dates.kind === "calendar");
  const hasStudyDays = trials.some(({ dates }) => dates.kind === "offset");
  return (
    <form method="get" action="/worklist" aria-label="Narrow the worklist" className="flex flex-wrap items-end gap-2.5">
      {address.kind ? <input type="hidden" name="kind" value={address.kind} /> : null}
      {trials.length > 1 ? (
        <label className="grid gap-0.5 text-xs text-faint">
          Trial
          <select name="trial" defaultValue={address.trial} className={`${field} max-w-64`}>
            <option value="">all</option>
            {trials.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {sites.length > 1 ? (
        <label className="grid gap-0.5 text-xs text-faint">
          Site
          <select name="site" defaultValue={address.site} className={`${field} max-w-56`}>
            <option value="">all</option>
            {sites.map((site) => (
              <option key={site}>{site}</option>
            ))}
          </select>
        </label>
      ) : null}
      <label className="grid gap-0.5 text-xs text-faint">
        Whose move
        <select name="move" defaultValue={address.move} className={field}>
          <option value="">anybody's</option>
          {MOVERS.map((move) => (
            <option key={move} value={move}>
              {moveWord(move)}
            </option>
          ))}
        </select>
      </label>
      {hasDates ? (
        <label className="grid gap-0.5 text-xs text-faint">
          As of the day
          <input type="date" name="asOf" defaultValue={address.asOf ?? today} className={field} />
        </label>
      ) : null}
      {hasStudyDays ? (
        <label className="grid gap-0.5 text-xs text-faint">
          As of study day
          <input
            type="number"
            name="day"
            defaultValue={address.day}
            placeholder="last on record"
            className={`${field} w-36`}
          />
        </label>
      ) : null}
      <label className="flex items-center gap-1.5 py-1.5 text-sm">
        <input type="checkbox" name="coming" value="yes" defaultChecked={address.coming === "yes"} />
        with what is not due yet
      </label>
      <Button type="submit">Show</Button>
      {worklistHref(address, {}) === "/worklist" ? null : (
        <Link href="/worklist" className={buttonLook("quiet")}>
          Show everything
        </Link>
      )}
    </form>
  );
}
