"use client";

import type { AppRouter } from "@nadir/api/trpc";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { Refused } from "../../shell/acts/refused.tsx";
import { problemsOf } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";

import { ChainPending, ChainState } from "./chain-state.tsx";

/**
 * Whether the chain holds: what is known of the last minutes at once, and otherwise recomputed, for which the page does not wait:
 * that takes some seconds in a large installation.
 */
export function ChainVerdict({
  known,
  atMostMinutesOld,
}: {
  known: inferRouterOutputs<AppRouter>["audit"]["lastHeld"];
  atMostMinutesOld: number;
}) {
  const [isAnew, setIsAnew] = useState(false);
  const { verify } = useProcedures().audit;
  const asked = useQuery(
    verify.queryOptions(
      { atMostMinutesOld: isAnew ? 0 : atMostMinutesOld },
      { enabled: isAnew || known === null, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
    ),
  );
  if (asked.isFetching) return <ChainPending />;
  if (asked.isError) return <Refused problems={problemsOf(asked.error)} />;
  const state = asked.data ?? known;
  if (!state) return <ChainPending />;
  return (
    <ChainState
      state={state}
      again={
        <button
          type="button"
          className="underline underline-offset-2"
          onClick={() => (isAnew ? void asked.refetch() : setIsAnew(true))}
        >
          Verify again
        </button>
      }
    />
  );
}
