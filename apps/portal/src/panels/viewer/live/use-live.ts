import type { PatientImage } from "@nadir/api/read";
import { useEffect, useRef, useState } from "react";
import { imageAddress } from "../series.ts";
import { LiveSession, type LiveState, type LiveWish, type LiveWorker } from "./session.ts";

/** Features of the newest wish on an image, computed in a web worker that lives as long as the image is shown. */
export function useLive(image: PatientImage, wish: LiveWish | null): LiveState {
  const [state, setState] = useState<LiveState>({ is: "idle" });
  const session = useRef<LiveSession | null>(null);
  const { id, file, modality } = image;
  useEffect(() => {
    const of = new LiveSession(
      async () => ({ file: await fetchFile(imageAddress({ id, file })), kind: modality }),
      () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }) as LiveWorker,
      setState,
    );
    session.current = of;
    return () => {
      of.close();
      session.current = null;
    };
  }, [id, file, modality]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new image asks its own session again
  useEffect(() => session.current?.ask(wish), [wish, id]);
  return state;
}

/** A file's bytes; an answer that is none becomes an error with the server's own sentence. */
export async function fetchFile(address: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(address, signal ? { signal } : {});
  if (!response.ok) throw new Error((await response.text()) || `The server answered ${response.status}.`);
  return response.arrayBuffer();
}
