"use client";

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Moment } from "../ui/moment.tsx";

/** On paper only: what this is not, and who printed it when. */
export function PrintLine({ name }: { name?: string | undefined }) {
  const [at, setAt] = useState<Date | null>(null);
  useEffect(() => {
    // The page is printed as it stands when this returns.
    const onPrint = () => flushSync(() => setAt(new Date()));
    window.addEventListener("beforeprint", onPrint);
    return () => window.removeEventListener("beforeprint", onPrint);
  }, []);
  return (
    <p data-print-line className="mb-3 hidden border-b border-line pb-1 text-xs text-soft print:block">
      Nadir: decision support for research, not a medical device.
      {at ? (
        <>
          {" "}
          Printed <Moment at={at} />
          {name ? ` by ${name}` : ""}.
        </>
      ) : null}
    </p>
  );
}
