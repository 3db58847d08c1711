"use client";

import { useRouter } from "next/navigation";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** The set-up alone on its page; afterwards the person is let in, to a place of this portal. */
export function EnrolHere({ to }: { to: string }) {
  const router = useRouter();
  return (
    <SetUpSecondFactor
      onDone={() => {
        router.replace(to);
        router.refresh();
      }}
    />
  );
}
