import type { KeptState } from "./use-kept-form.ts";

/** Says that what is typed is not lost, and not sent either; what came back from before can be thrown away. */
export function KeptWords({ state, onDiscard }: { state: KeptState; onDiscard: () => void }) {
  return (
    <p role="status" className="text-sm text-soft">
      {state === "none"
        ? null
        : state === "back"
          ? "What you typed before is back; nobody else has seen it. "
          : "Kept in this tab while you look at other patients; not sent yet. "}
      {state === "none" ? null : (
        <button type="button" className="underline underline-offset-2" onClick={onDiscard}>
          Discard what is typed
        </button>
      )}
    </p>
  );
}
