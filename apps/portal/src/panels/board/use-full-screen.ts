import { useSyncExternalStore } from "react";

const onChange = (tell: () => void) => {
  document.addEventListener("fullscreenchange", tell);
  return () => document.removeEventListener("fullscreenchange", tell);
};

/** Whether the page fills the screen, also when it was left by the browser's own Escape. */
export const useFullScreen = (): boolean =>
  useSyncExternalStore(
    onChange,
    () => document.fullscreenElement !== null,
    () => false,
  );

/** Fills the screen or leaves it; a browser that does not allow it leaves the page as it is. */
export const toggleFullScreen = (): void => {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  done?.catch((error: unknown) => console.warn("full screen:", error));
};
