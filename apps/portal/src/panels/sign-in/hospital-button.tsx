"use client";

import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { askAuth } from "../account/ask-auth.ts";

/** Why the hospital's sign-in let nobody in, by the word that the server puts in the address. */
const SENTENCES: Readonly<Record<string, string>> = {
  late: "The sign-in at the hospital took longer than ten minutes, or was begun in another browser. Begin again.",
  refused: "The hospital’s sign-in did not confirm who you are. Try again, or sign in with your password.",
  unverified:
    "The hospital names no verified e-mail address for you. Ask its directory to verify yours, or sign in with your password.",
  unknown: "Nobody with your hospital’s address may sign in here. Ask the administrator of your trial for an account.",
  other: "Your account here is linked with another account of the hospital. Ask the administrator of your trial.",
  locked: "Too many failed sign-ins for your address. Try again in a quarter of an hour.",
};

/** On to the hospital's own sign-in; what it said last time stands above. */
export function HospitalButton({ label, said }: { label: string; said: string | string[] | undefined }) {
  const [refusal, setRefusal] = useState<string | null>((typeof said === "string" ? SENTENCES[said] : null) ?? null);
  const [isAsking, setAsking] = useState(false);
  const leave = async () => {
    setAsking(true);
    setRefusal(null);
    const answer = await askAuth<{ address: string }>("/hospital/begin", {});
    if (answer.ok) return window.location.assign(answer.body.address);
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
      <Button onClick={leave} disabled={isAsking} className="justify-self-start px-5 py-2">
        {isAsking ? "Asking the hospital …" : label}
      </Button>
    </div>
  );
}
