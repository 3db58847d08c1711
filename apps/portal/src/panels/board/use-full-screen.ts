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

/** The rules of `board.css` for the wall hold from this width on. */
const WALL = "(min-width: 80rem)";
const onWallChange = (tell: () => void) => {
  const width = window.matchMedia(WALL);
  width.addEventListener("change", tell);
  const stop = onChange(tell);
  return () => {
    width.removeEventListener("change", tell);
    stop();
  };
};

/** Whether the page fills a screen that is as wide as a wall's: its parts are shown one by one there, in large type. */
export const useWall = (): boolean =>
  useSyncExternalStore(
    onWallChange,
    () => document.fullscreenElement !== null && window.matchMedia(WALL).matches,
    () => false,
  );

/** Fills the screen or leaves it; a browser that does not allow it leaves the page as it is. */
export const toggleFullScreen = (): void => {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  done?.catch((error: unknown) => console.warn("full screen:", error));
};
