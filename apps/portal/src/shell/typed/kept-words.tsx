import type { KeptState } from "./use-kept-form.ts";

/** Says that what is typed is not lost, and not sent either; what came back from before can be thrown away. */
export function KeptWords({
  state,
  meanwhile,
  onDiscard,
}: {
  state: KeptState;
  /** `while you look at other patients` */
  meanwhile: string;
  onDiscard: () => void;
}) {
  return (
    <p role="status" className="text-sm text-soft">
      {state === "none"
        ? null
        : state === "back"
          ? "What you typed before is back; nobody else has seen it. "
          : `Kept in this tab ${meanwhile}; not sent yet. `}
      {state === "none" ? null : (
        <button type="button" className="underline underline-offset-2" onClick={onDiscard}>
          Discard what is typed
        </button>
      )}
    </p>
  );
}
