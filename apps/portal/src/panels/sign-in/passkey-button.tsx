"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { showPasskey } from "../account/passkey-device.ts";

/** The other way in: the device asks for a finger, a face or a PIN, and no password or code is typed. */
export function PasskeyButton({ to }: { to: string }) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const enter = async () => {
    setAsking(true);
    setRefusal(null);
    const answer = await showPasskey();
    if (answer.ok) {
      router.replace(to);
      router.refresh();
      return;
    }
    setAsking(false);
    setRefusal(answer.sentence);
  };
  return (
    <div className="grid gap-3">
      {refusal ? (
        <Notice kind="refusal" title="Not signed in." live>
          {refusal}
        </Notice>
      ) : null}
      <Button onClick={enter} disabled={isAsking} className="justify-self-start px-5 py-2">
        {isAsking ? "Asking the device …" : "Sign in with a passkey"}
      </Button>
    </div>
  );
}
