import type { CaseDetail } from "@nadir/api/board";
import { criterionName } from "../../ui/criterion-names.ts";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { voteSentence } from "./vote-words.ts";

type Decision = NonNullable<CaseDetail["decided"]>;

/** The signed decision, and plainly whether the record still is the one that the board saw. */
export function Decided({ decided, former }: { decided: Decision; former: CaseDetail["former"] }) {
  return (
    <div className="grid gap-2">
      {decided.broken === null ? null : (
        <Notice kind="refusal" title="The signature is broken.">
          {decided.broken}
        </Notice>
      )}
      {decided.changedSince.length > 0 ? (
        <Notice kind="warning" title="The record has changed since this was signed.">
          The responses by {decided.changedSince.map(criterionName).join(" and ")} are computed from other data now than
          the board saw. The signature stands for what was there then.
        </Notice>
      ) : null}
      <h3 className="text-lg font-semibold">
        <span aria-hidden className="text-good">
          ✓
        </span>{" "}
        {decided.decision}
      </h3>
      <p className="max-w-[90ch] text-lg whitespace-pre-line">{decided.text}</p>
      <p className="max-w-[90ch] text-soft whitespace-pre-line">Because: {decided.reason}</p>
      {decided.again === null ? null : (
        <p className="max-w-[90ch] text-soft whitespace-pre-line">Taken up again because: {decided.again}</p>
      )}
      <p className="text-sm">
        {voteSentence(decided.votes)} Signed by <span className="font-medium">{decided.person.name}</span>,{" "}
        <Moment at={decided.at} />, meaning “decided by the board”, hash <Hash value={decided.hash} />.
        {decided.broken === null ? <span className="text-good"> ✓ The signature holds.</span> : null}
      </p>
      {former.length > 0 ? (
        <details className="text-sm text-soft">
          <summary className="cursor-pointer">Decisions before this one ({former.length})</summary>
          <ul className="mt-1 list-disc pl-5">
            {former.map((f) => (
              <li key={f.hash} className="whitespace-pre-line">
                {f.decision}: {f.text} Because: {f.reason}
                {f.again === null ? "" : ` Taken up again because: ${f.again}`} {voteSentence(f.votes)} Signed by{" "}
                {f.person.name}, <Moment at={f.at} />.
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
