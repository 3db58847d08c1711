"use client";

import { useSyncExternalStore } from "react";
import { momentText } from "./moment-text.ts";

const never = () => () => {};

/**
 * A point of time to the minute, in the zone of whoever looks, with the zone's name; in UTC in its title. The server does
 * not know the zone and writes UTC, which the browser puts right. Days of the record have no zone and stay ISO days.
 */
export function Moment({ at }: { at: Date | null }) {
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!at) return <span className="text-faint">not yet</span>;
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {momentText(at, isInBrowser ? undefined : "UTC")}
    </time>
  );
}
