import { Notice } from "../../ui/notice.tsx";

export interface Verification {
  readonly ok: boolean;
  readonly differences: readonly { readonly path: string; readonly reported: string; readonly derived: string }[];
  readonly checks: readonly { readonly what: string; readonly ok: boolean; readonly found: string }[];
}

const SHOWN = 10;

/** What a verification found: each check with its words, so that nobody takes another layout for another figure. */
export function VerificationResult({ ok, differences, checks }: Verification) {
  const wrong = checks.filter((c) => !c.ok).length;
  return (
    <Notice
      kind={ok ? "done" : "warning"}
      title={ok ? "Every figure follows from the record." : `${wrong} of ${checks.length} checks do not hold.`}
      live
    >
      <ul className="mt-1 grid gap-0.5">
        {checks.map((c) => (
          <li key={c.what} className={c.ok ? undefined : "font-semibold"}>
            {c.ok ? "✓" : "×"} {c.what}: <span className="wrap-anywhere">{c.found}</span>
          </li>
        ))}
      </ul>
      {differences.length > 0 ? (
        <>
          <p>Where the record gives another figure:</p>
          <ul className="list-disc pl-5">
            {differences.slice(0, SHOWN).map((d) => (
              <li key={d.path}>
                <code className="font-mono text-xs">{d.path}</code>: reported {d.reported}, derived {d.derived}
              </li>
            ))}
          </ul>
          {differences.length > SHOWN ? (
            <p>And {differences.length - SHOWN} more, which the command line lists.</p>
          ) : null}
        </>
      ) : null}
    </Notice>
  );
}
