import type { TrialWork, WorkKind } from "@nadir/api/worklist";
import { classNames } from "../../ui/class-names.ts";
import { count } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { KIND_WORDS } from "./kind-words.ts";
import { KINDS, type WorklistAddress, worklistHref } from "./worklist-address.ts";

/** How many of each kind are to be done; each figure leads to its own list. */
export function WorklistKinds({ work, address }: { work: readonly TrialWork[]; address: WorklistAddress }) {
  const sum = (kind: WorkKind) => work.reduce((n, { counts }) => n + counts[kind], 0);
  const entries: readonly { readonly kind: WorklistAddress["kind"]; readonly words: string; readonly n: number }[] = [
    { kind: "", words: "To be done", n: KINDS.reduce((n, kind) => n + sum(kind), 0) },
    ...KINDS.map((kind) => ({ kind, words: KIND_WORDS[kind].many, n: sum(kind) })),
  ];
  return (
    <nav aria-label="Kinds of work">
      <ul className="flex flex-wrap gap-2">
        {entries.map(({ kind, words, n }) => (
          <li key={kind}>
            <Link
              href={worklistHref(address, { kind })}
              aria-current={address.kind === kind ? "page" : undefined}
              className={classNames(
                "grid min-w-28 rounded-md border px-3 py-2",
                address.kind === kind ? "border-accent bg-accent-soft" : "border-line bg-surface hover:bg-raised",
              )}
            >
              <span className={classNames("text-xl font-semibold", n === 0 ? "text-faint" : "text-ink")}>
                {count(n)}
              </span>
              <span className="text-sm text-soft">{words}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
