"use client";

import type { ReadStanding } from "@nadir/api/reads";
import { READ_MEANING } from "@nadir/domain";
import { Asked } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import type { Told } from "../../shell/acts/told.ts";
import { percent } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { UNIT_WORDS } from "./read-words.ts";

/** What the read comes to, what is left to be done, and the signature. */
export function SignPanel({
  standing,
  criterion,
  isBusy,
  problems,
  onSign,
}: {
  standing: ReadStanding;
  criterion: string;
  isBusy: boolean;
  problems: readonly Told[];
  onSign: (password: string) => void;
}) {
  const { overall, sum, unit, percentFromBaseline, percentFromNadir } = standing;
  const isComplete = standing.problems.length === 0;
  return (
    <Panel id="sign" title="Sign" aside={`${criterion}, by your own reads`}>
      <div className="grid gap-3 text-sm">
        {overall || sum !== null ? (
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            {overall ? <ResponseMark label={overall} emphasis /> : null}
            {sum === null ? null : (
              <span>
                Sum {sum} {unit ? UNIT_WORDS[unit] : ""}
              </span>
            )}
            {percentFromBaseline === null ? null : <span>{percent(percentFromBaseline)} from baseline</span>}
            {percentFromNadir === null ? null : <span>{percent(percentFromNadir)} from nadir</span>}
          </p>
        ) : null}
        {isComplete ? null : (
          <div>
            <p className="font-medium">Left to do before you sign:</p>
            <ul className="list-disc pl-5">
              {standing.problems.map(({ code, message }) => (
                <li key={`${code} ${message}`}>{message}</li>
              ))}
            </ul>
          </div>
        )}
        <Refused problems={problems} />
        <p className="max-w-[90ch] text-soft">
          Signed, the read stays as it is and its figures stand in the record in your name. Only an amendment with a
          reason replaces it. You sign: “{READ_MEANING}”
        </p>
        <Asked
          label="Sign the read"
          disabled={isBusy || !isComplete}
          onSubmit={(form) => onSign(String(form.get("password")))}
        />
      </div>
    </Panel>
  );
}
