import { keyWords } from "./drawing/keys.ts";

/** The keys that work while the viewers have the focus. */
export function KeysPanel({ windows }: { windows: readonly string[] }) {
  return (
    <details className="text-xs text-[#aab6c1] print:hidden">
      <summary className="cursor-pointer py-1">Keys</summary>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 gap-y-0.5 py-1">
        {keyWords(windows).map(([key, what]) => (
          <div key={key} className="flex gap-2">
            <dt className="w-24 shrink-0">
              <kbd className="rounded-sm border border-[#4a5763] px-1 font-mono">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
