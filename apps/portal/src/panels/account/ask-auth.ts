/** What the sign-in answered: its body, or why it refused, in a sentence. */
export type AuthAnswer<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly sentence: string };

const SENTENCES: Readonly<Record<string, string>> = {
  INVALID_PASSWORD: "That is not the password of this account.",
  INVALID_CODE:
    "That is not the code of this moment. Check the clock of the device, and give the code that it shows now.",
  INVALID_BACKUP_CODE: "That is not a recovery code of this account, or it was used before.",
  INVALID_TWO_FACTOR_COOKIE: "The sign-in took too long. Begin again with your password.",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "Five wrong codes. Begin again with your password.",
  ACCOUNT_TEMPORARILY_LOCKED: "Ten wrong codes in a row: the second factor is locked for a quarter of an hour.",
};

/** Asks an address of the sign-in. */
export async function askAuth<T>(path: string, body: object): Promise<AuthAnswer<T>> {
  const answer = await fetch(`/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!answer) return { ok: false, sentence: "The portal does not answer. Check the connection and try again." };
  const said = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  if (answer.ok) return { ok: true, body: said as T };
  const known = SENTENCES[said.code ?? ""];
  if (known) return { ok: false, sentence: known };
  if (answer.status === 429 && !said.code)
    return { ok: false, sentence: "Too many tries from here. Wait a moment and try again." };
  return {
    ok: false,
    sentence: said.message ?? "The portal refused this. Try again; if it stays so, tell the operator.",
  };
}
