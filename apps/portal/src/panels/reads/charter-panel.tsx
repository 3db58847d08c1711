"use client";

import type { CharterInForce } from "@nadir/api/reads";
import { useMutation } from "@tanstack/react-query";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { charterSentence } from "./read-words.ts";

/** How the trial's scans are read; an administrator opens reading here and changes how. */
export function CharterPanel({
  trial,
  charter,
  mayChange,
}: {
  trial: string;
  charter: CharterInForce | null;
  mayChange: boolean;
}) {
  const setCharter = useMutation(useProcedures().reads.setCharter.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const submit = (form: FormData) => {
    const way = String(form.get("way"));
    const share = String(form.get("share") ?? "").trim();
    return act(() =>
      setCharter.mutateAsync({
        trial,
        charter: {
          readers: way === "one" ? 1 : 2,
          adjudication: way === "two-adjudicated",
          sumDiffersPercent: share === "" ? null : Number(share),
          ...(form.get("senior") ? { firstIsSenior: true } : {}),
          ...(form.get("hidden") ? { dates: "hidden" as const } : {}),
        },
        seen: charter?.number ?? 0,
        reason: String(form.get("reason")),
      }),
    );
  };
  const way = charter === null || charter.adjudication ? "two-adjudicated" : "two";
  return (
    <Panel id="charter" title="Reading charter" aside={charter ? `version ${charter.number}` : "reading is not open"}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-sm">
        {charter ? (
          <>
            <p className="max-w-[90ch]">{charterSentence(charter)}</p>
            <p className="max-w-[90ch] text-soft wrap-anywhere">
              Readers see neither site, arm nor clinical data, nor another's read, and read each patient's scans in the
              order of their dates; a later scan comes in sight when the one before it is signed.
              {charter.dates === "hidden" ? " They are not told the days of the scans." : ""}
              {charter.firstIsSenior ? " The first reader of each patient is a senior one." : ""} Reason given:{" "}
              {charter.reason}
            </p>
          </>
        ) : (
          <p className="max-w-[90ch]">
            No scan is read in this trial yet.
            {mayChange ? "" : " An administrator of the trial opens reading."}
          </p>
        )}
        {mayChange ? (
          <details open={charter === null}>
            <summary className="cursor-pointer font-medium">
              {charter ? "Change how scans are read" : "Open reading"}
            </summary>
            <form
              aria-label="Reading charter"
              className="mt-2 grid max-w-2xl gap-2.5"
              onSubmit={(event) => {
                event.preventDefault();
                void submit(new FormData(event.currentTarget));
              }}
            >
              <Refused problems={problems} />
              <label className="grid gap-1">
                Readers
                <select name="way" defaultValue={charter?.readers === 1 ? "one" : way} className={box}>
                  <option value="two-adjudicated">Two, with adjudication</option>
                  <option value="two">Two, without adjudication</option>
                  <option value="one">One</option>
                </select>
              </label>
              <label className="grid gap-1">
                Sums differ from, per cent (empty: what the primary criterion calls progression)
                <input
                  name="share"
                  type="number"
                  min={1}
                  max={100}
                  step="any"
                  defaultValue={charter?.sumDiffersPercent ?? ""}
                  className={box}
                />
              </label>
              <label className="flex items-center gap-1.5">
                <input
                  name="senior"
                  type="checkbox"
                  className="size-4 accent-accent"
                  defaultChecked={charter?.firstIsSenior ?? false}
                />
                The first reader of each patient is a senior one
              </label>
              <label className="flex items-center gap-1.5">
                <input
                  name="hidden"
                  type="checkbox"
                  className="size-4 accent-accent"
                  defaultChecked={charter?.dates === "hidden"}
                />
                Hide dates: readers see Scan-1, Scan-2 … instead of days and visit names
              </label>
              <label className="grid gap-1">
                Reason
                <input name="reason" required maxLength={500} className={box} />
              </label>
              <Button type="submit" disabled={isBusy} className="justify-self-start">
                {charter ? "Change the charter" : "Open reading"}
              </Button>
            </form>
          </details>
        ) : null}
      </div>
    </Panel>
  );
}
