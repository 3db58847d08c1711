import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Notice } from "./notice.tsx";
import { Skeleton } from "./skeleton.tsx";

/** What a panel shows while it waits: quiet bars, and in words what is being done. */
export function Waiting({ doing }: { doing: string }) {
  return (
    <div role="status" className="grid gap-2 p-4">
      <span className="sr-only">{doing}</span>
      <Skeleton className="h-6" />
      <Skeleton className="h-6" />
    </div>
  );
}

/** An answer that was asked for when the page stood already: waited for, refused with its sentence, or shown. */
export function Asked<T>({
  query,
  doing,
  children,
}: {
  query: UseQueryResult<T, { readonly message: string }>;
  doing: string;
  children: (answer: T) => ReactNode;
}) {
  if (query.isPending) return <Waiting doing={doing} />;
  if (query.isError)
    return (
      <div className="p-4">
        <Notice kind="refusal" live>
          {query.error.message}
        </Notice>
      </div>
    );
  return children(query.data);
}
