"use client";

import { useRouter } from "next/navigation";
import { HOME } from "../../shell/way-in.ts";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** The set-up alone on its page; afterwards the person is let in. */
export function EnrolHere() {
  const router = useRouter();
  return (
    <SetUpSecondFactor
      onDone={() => {
        router.replace(HOME);
        router.refresh();
      }}
    />
  );
}
