/** What the person reads when they were not let in; never whether the address or the password was at fault. */
export async function signInSentence(answer: Response | null): Promise<string> {
  if (!answer) return "The portal does not answer. Check the connection and try again.";
  if (answer.status === 429)
    return "Too many failed attempts from here or for this address. Try again in a quarter of an hour.";
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  if (body.code === "INVALID_EMAIL_OR_PASSWORD" || body.code === "INVALID_EMAIL" || answer.status === 401)
    return "This e-mail address and password do not belong together. Check both, or ask your administrator for a new password.";
  return "The portal could not sign you in. Try again; if it stays so, tell the operator.";
}
