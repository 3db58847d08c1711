"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { problemsOf, type Told } from "../validation/told.ts";

/** Does one thing after another for a form: tells what was refused, and shows the page anew after what was done. */
export function useAct() {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Told[]>([]);
  /** True when it was done. */
  const act = async (done: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblems([]);
    try {
      await done();
      router.refresh();
      return true;
    } catch (error) {
      setProblems(problemsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, isBusy, problems };
}
