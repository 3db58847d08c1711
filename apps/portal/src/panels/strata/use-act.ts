"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { problemsOf, type Told } from "../validation/told.ts";

/** Something that a person does once: whether it runs, what it answered or why it was refused. The page is read anew after. */
export function useAct<T>() {
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  const [done, setDone] = useState<T | null>(null);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const act = async (work: () => Promise<T>): Promise<boolean> => {
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
      setIsBusy(false);
    }
  };
  return { isBusy, done, problems, act };
}
