"use client";

import { useEffect, useRef, useState } from "react";
import type { Told } from "../../shell/acts/told.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** The way out of an amendment that is not needed after all. It is asked once more: what was dropped is not taken up again. */
export function DropAmendment({
  isBusy,
  problems,
  onDrop,
}: {
  isBusy: boolean;
  problems: readonly Told[];
  onDrop: () => void;
}) {
  const [isSure, setIsSure] = useState(false);
  const question = useRef<HTMLParagraphElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const wasSure = useRef(false);
  // The buttons take each other's place: whoever works by keys or by ear goes on from there.
  useEffect(() => {
    if (isSure) question.current?.focus();
    else if (wasSure.current) opener.current?.focus();
    wasSure.current = isSure;
  }, [isSure]);
  return (
    <div className="grid justify-items-start gap-2 text-sm">
      {problems.length > 0 ? (
        <Notice kind="refusal" title="Not dropped" live>
          {problems.map(({ message }) => message).join(" ")}
        </Notice>
      ) : null}
      {isSure ? (
        <>
          <p ref={question} tabIndex={-1} className="max-w-[90ch] text-soft">
            Your signed read stands as it is. What this amendment says is not taken up again; the log keeps that it was
            begun and dropped.
          </p>
          <div className="flex flex-wrap items-center gap-2">
            <Button disabled={isBusy} onClick={onDrop}>
              Yes, drop it
            </Button>
            <Button variant="quiet" disabled={isBusy} onClick={() => setIsSure(false)}>
              Go on with it
            </Button>
          </div>
        </>
      ) : (
        <Button ref={opener} variant="quiet" disabled={isBusy} onClick={() => setIsSure(true)}>
          Drop this amendment
        </Button>
      )}
    </div>
  );
}
