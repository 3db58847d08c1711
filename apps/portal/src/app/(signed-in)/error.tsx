"use client";

import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";

/** Shown where a page failed for a reason that is ours; the frame around it still works. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = (error as { digest?: string } | null)?.digest;
  return (
    <div role="alert">
      <Empty title="This page could not be shown" action={<Button onClick={() => retry()}>Try again</Button>}>
        The fault is on the server; nothing was changed.
        {digest ? (
          <>
            {" "}
            The operator finds it in the log under <code className="font-mono text-xs">{digest}</code>.
          </>
        ) : null}
      </Empty>
    </div>
  );
}
