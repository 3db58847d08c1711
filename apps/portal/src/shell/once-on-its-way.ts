import type { AppRouter } from "@nadir/api/trpc";
import type { OperationResultObservable, TRPCLink } from "@trpc/client";
import { share, tap } from "@trpc/server/observable";
import superjson from "superjson";

/**
 * What is asked to be written again, in the same words, while it is on its way is not sent again: a double click is one act, and
 * both clicks hear its answer. Whoever sends it anew after the answer has come means a second act.
 */
export const onceOnItsWay: TRPCLink<AppRouter> = () => {
  const onTheirWay = new Map<string, OperationResultObservable<AppRouter, unknown>>();
  return ({ op, next }) => {
    if (op.type !== "mutation") return next(op);
    const act = `${op.path} ${superjson.stringify(op.input)}`;
    const ended = () => onTheirWay.delete(act);
    const sent = onTheirWay.get(act) ?? next(op).pipe(tap({ error: ended, complete: ended }), share());
    onTheirWay.set(act, sent);
    return sent;
  };
};
