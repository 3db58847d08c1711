"use client";

import { askAuth } from "../account/ask-auth.ts";
import { OtherWayIn } from "./other-way-in.tsx";

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

/** On to the hospital's own sign-in, and from there to `to`; what it said last time stands above. */
export function HospitalButton({
  label,
  said,
  to,
}: {
  label: string;
  said: string | string[] | undefined;
  to: string;
}) {
  const leave = async () => {
    const answer = await askAuth<{ address: string }>("/hospital/begin", { to });
    if (!answer.ok) return answer.sentence;
    window.location.assign(answer.body.address);
    return null;
  };
  const before = (typeof said === "string" ? SENTENCES[said] : null) ?? null;
  return <OtherWayIn label={label} asking="Asking the hospital …" said={before} enter={leave} />;
}
