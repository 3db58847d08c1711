"use client";

import { useSyncExternalStore } from "react";
import { Notice } from "../ui/notice.tsx";

const subscribe = (changed: () => void) => {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
};

/** Says on every page that the connection is gone, for as long as it is. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status" className="mx-auto w-full max-w-[90rem] px-4 md:px-6 print:hidden">
      {isOnline ? null : (
        <div className="pt-4">
          <Notice kind="warning" title="You are offline.">
            What you see may have changed meanwhile. Nothing is recorded until the connection is back; what you have
            typed stays on this page.
          </Notice>
        </div>
      )}
    </div>
  );
}
