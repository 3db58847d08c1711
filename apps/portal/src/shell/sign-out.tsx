"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

export function SignOut() {
  const router = useRouter();
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    const answer = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    setLeaving(false);
    if (!answer.ok) return;
    router.replace("/sign-in");
    router.refresh();
  };
  return (
    <Button variant="quiet" className="px-1 sm:px-3" onClick={leave} disabled={isLeaving}>
      Sign out
    </Button>
  );
}
