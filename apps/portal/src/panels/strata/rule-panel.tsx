import type { TrialStrata } from "@nadir/api/strata";
import { Empty } from "../../ui/empty.tsx";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { LodgeRule } from "./lodge-rule.tsx";

/** The rule in words, its versions, and for a statistician the way to the next. */
export function RulePanel({
  trial,
  rule,
  versions,
  may,
}: Pick<TrialStrata, "rule" | "versions"> & { trial: string; may: boolean }) {
  const newest = versions[0];
  return (
    <Panel id="rule" title="Rule" aside={rule ? `version ${rule.version} of ${versions.length}` : null}>
      {rule ? (
        <div className="grid gap-3 text-sm">
          {newest && newest.version > rule.version ? (
            <Notice>
              Version {newest.version} was lodged since. The randomisation in use keeps version {rule.version}, which it
              was approved with.
            </Notice>
          ) : null}
          <ul className="grid max-w-[90ch] list-disc gap-1 pl-5">
            {rule.words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <details>
            <summary className="cursor-pointer font-medium">Versions</summary>
            <ul className="mt-2 grid gap-1">
              {versions.map(({ id, version, hash, reason, at }) => (
                <li key={id} className="flex flex-wrap gap-x-3">
                  <span>Version {version}</span>
                  <Moment at={at} />
                  <Hash value={hash} />
                  <span className="text-soft">{reason ?? "the first"}</span>
                </li>
              ))}
            </ul>
          </details>
        </div>
      ) : (
        <Empty title="The trial has no strata rule">
          A statistician lodges it here; at the command line it is <code>nadir lodge strata-rule</code>.
        </Empty>
      )}
      {may ? <LodgeRule trial={trial} present={rule?.document ?? null} asksReason={versions.length > 0} /> : null}
    </Panel>
  );
}
