"use client";

import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** A way in beside the password: one button, and why it let nobody in. */
export function OtherWayIn({
  label,
  asking,
  said = null,
  enter,
}: {
  label: string;
  /** What the button says while it asks. */
  asking: string;
  /** What was said the last time, before anything is asked. */
  said?: string | null;
  /** The sentence of a refusal; null where the browser is on its way. */
  enter: () => Promise<string | null>;
}) {
  const [refusal, setRefusal] = useState(said);
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    setRefusal(null);
    const sentence = await enter();
    if (sentence === null) return;
    setAsking(false);
    setRefusal(sentence);
  };
  return (
    <div className="grid gap-3">
      {refusal ? (
        <Notice kind="refusal" title="Not signed in." live>
          {refusal}
        </Notice>
      ) : null}
      <Button onClick={ask} disabled={isAsking} className="justify-self-start px-5 py-2">
        {isAsking ? asking : label}
      </Button>
    </div>
  );
}
