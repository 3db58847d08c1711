"use client";

import { useRouter } from "next/navigation";
import { showPasskey } from "../account/passkey-device.ts";
import { OtherWayIn } from "./other-way-in.tsx";

/** The other way in: the device asks for a finger, a face or a PIN, and no password or code is typed. */
export function PasskeyButton({ to }: { to: string }) {
  const router = useRouter();
  const enter = async () => {
    const answer = await showPasskey();
    if (!answer.ok) return answer.sentence;
    router.replace(to);
    router.refresh();
    return null;
  };
  return <OtherWayIn label="Sign in with a passkey" asking="Asking the device …" enter={enter} />;
}
