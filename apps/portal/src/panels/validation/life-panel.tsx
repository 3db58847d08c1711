import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { classNames } from "../../ui/class-names.ts";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { stateWords } from "./state-names.ts";

const path = ["draft", "locked", "predicted", "opened", "reported"] as const;

/** Where the protocol stands on its one way: no step can be taken twice, none backwards. */
export function LifePanel({ protocol }: { protocol: ProtocolDetail }) {
  const times: Readonly<Record<(typeof path)[number], Date | null>> = {
    draft: protocol.createdAt,
    locked: protocol.lockedAt,
    predicted: protocol.predictedAt,
    opened: protocol.openedAt,
    reported: protocol.reportedAt,
  };
  const isAside = !path.some((state) => state === protocol.state);
  const at = (path as readonly string[]).indexOf(protocol.state);
  return (
    <Panel title="Life of the protocol" aside={isAside ? stateWords[protocol.state] : null} flush>
      <ol className="grid sm:grid-cols-5">
        {path.map((state, n) => {
          const isDone = times[state] !== null;
          const isNow = n === at;
          return (
            <li
              key={state}
              aria-current={isNow ? "step" : undefined}
              className={classNames(
                "grid content-start gap-0.5 border-line px-4 py-3 text-sm not-first:border-t sm:not-first:border-l sm:not-first:border-t-0",
                isNow && "bg-accent-soft",
              )}
            >
              <p className={classNames("flex items-center gap-1.5 font-semibold", !isDone && "text-faint")}>
                <span
                  aria-hidden
                  className={classNames(
                    "inline-grid size-4 place-items-center rounded-full border text-[0.625rem] leading-none",
                    isDone ? "border-accent bg-accent text-accent-ink" : "border-line-strong",
                  )}
                >
                  {isDone ? "✓" : n + 1}
                </span>
                {state}
                {isNow ? <span className="sr-only"> (now)</span> : null}
              </p>
              <p className="text-xs text-soft">
                <Moment at={times[state]} />
              </p>
              <p className="text-xs text-faint">{stateWords[state]}</p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
