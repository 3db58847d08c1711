import type { JobView } from "@nadir/api/jobs";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { type Verification, VerificationResult } from "./verification-result.tsx";

interface Preview {
  readonly sets: readonly { readonly set: string; readonly subjects: number; readonly expected: number | null }[];
  readonly excluded: readonly { readonly reason: string; readonly subjects: number }[];
  readonly sealed: number;
}
interface Check {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}
interface Proof {
  readonly ok: boolean;
  readonly artefacts: readonly { readonly id: string; readonly hash: string; readonly withNoise: string }[];
}

const marks: Readonly<Record<string, string>> = {
  pass: "✓",
  fail: "×",
  unresolved: "△",
  noted: "i",
  "not-applicable": "–",
};

/** What came of an act: counts of the split, findings of the checks, the proof step by step, the verification. */
export function ActResult({ act, job }: { act: string; job: JobView }) {
  if (job.state === "failed")
    return (
      <Notice kind="refusal" title="Refused. Nothing was changed." live>
        {(job.message ?? "").split("\n").map((line) => (
          <p key={line}>{line}</p>
        ))}
      </Notice>
    );
  if (act === "preview") {
    const { sets, excluded, sealed } = job.result as Preview;
    return (
      <div role="status" className="grid gap-2">
        <Scroll label="Split">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Set</th>
                <th scope="col">Subjects</th>
                <th scope="col">Expected</th>
              </tr>
            </thead>
            <tbody>
              {sets.map((s) => (
                <tr key={s.set}>
                  <th scope="row">{s.set}</th>
                  <td className="tabular-nums">{count(s.subjects)}</td>
                  <td className="tabular-nums">{s.expected === null ? "" : count(s.expected)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <p className="text-faint">
          {count(sealed)} subjects are sealed for this test set. Counts of subjects only: events of the test set are not
          known before the opening.
          {excluded.map((e) => ` ${count(e.subjects)} take no part: ${e.reason}.`).join("")}
        </p>
      </div>
    );
  }
  if (act === "prepare") {
    const { leakage } = job.result as { leakage: readonly Check[] };
    return (
      <div role="status" className="grid gap-1">
        <p className="font-medium text-good">✓ Prepared. The text can be signed.</p>
        <ul className="columns-1 gap-6 md:columns-2">
          {leakage.map((c) => (
            <li key={c.id}>
              {marks[c.status] ?? c.status} {c.title} <span className="text-faint">({c.status})</span>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (act === "prove") {
    const { ok, artefacts } = job.result as Proof;
    return (
      <div role="status" className="grid gap-1">
        <p className={ok ? "font-medium text-good" : "font-medium text-bad"}>
          {ok ? "✓ Nothing changes when the test set becomes noise." : "× A fitted step has seen the test set."}
        </p>
        <ul>
          {artefacts.map((a) => (
            <li key={a.id}>
              {a.hash === a.withNoise ? "✓" : "×"} {a.id}{" "}
              <code className="font-mono text-xs">{a.hash.slice(0, 16)}</code>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return act === "verify" ? (
    <VerificationResult {...(job.result as Verification)} />
  ) : (
    <Notice kind="done" title="Done." live />
  );
}
