"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { isOfOldState, problemsOf, type Told } from "./told.ts";

/**
 * Something that a person does once: whether it runs, what it answered or why it was refused. The page is read anew after, and
 * until it stands it is busy still: what comes next is done on what one sees. So it is where somebody else was faster: what
 * stands now is shown beside the refusal, and what was typed stays.
 */
export function useAct<T>() {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [isReading, startReading] = useTransition();
  const [done, setDone] = useState<T | null>(null);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  // A second click comes before the page shows that the first is at work: it begins nothing.
  const isAtWork = useRef(false);
  const act = async (work: () => Promise<T>): Promise<boolean> => {
    if (isAtWork.current) return false;
    isAtWork.current = true;
    setProblems([]);
    setDone(null);
    setIsAsking(true);
    try {
      setDone(await work());
      startReading(() => router.refresh());
      return true;
    } catch (error) {
      const refused = problemsOf(error);
      setProblems(refused);
      if (isOfOldState(refused)) startReading(() => router.refresh());
      return false;
    } finally {
      isAtWork.current = false;
      setIsAsking(false);
    }
  };
  return { isBusy: isAsking || isReading, done, problems, act };
}
