"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { problemsOf, type Told } from "./told.ts";

/** Something that a person does once: whether it runs, what it answered or why it was refused. The page is read anew after. */
export function useAct<T>() {
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  const [done, setDone] = useState<T | null>(null);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  // A second click comes before the page shows that the first is at work: it begins nothing.
  const isAtWork = useRef(false);
  const act = async (work: () => Promise<T>): Promise<boolean> => {
    if (isAtWork.current) return false;
    isAtWork.current = true;
    setProblems([]);
    setDone(null);
    setIsBusy(true);
    try {
      setDone(await work());
      router.refresh();
      return true;
    } catch (error) {
      setProblems(problemsOf(error));
      return false;
    } finally {
      isAtWork.current = false;
      setIsBusy(false);
    }
  };
  return { isBusy, done, problems, act };
}
