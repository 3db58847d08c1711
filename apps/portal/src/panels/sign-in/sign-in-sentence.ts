/** What the person reads when they were not let in; never whether the address or the password was at fault. */
export async function signInSentence(answer: Response | null): Promise<string> {
  if (!answer) return "The portal does not answer. Check the connection and try again.";
  const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
  // The sentence names the time at which the lock opens.
  if (body.code === "TOO_MANY_FAILURES" && body.message) return body.message;
  if (answer.status === 429) return "Too many attempts from here. Wait a minute and try again.";
  if (body.code === "INVALID_EMAIL_OR_PASSWORD" || body.code === "INVALID_EMAIL" || answer.status === 401)
    return "This e-mail address and password do not belong together. Check both, or ask your administrator for a new password.";
  return "The portal could not sign you in. Try again; if it stays so, tell the operator.";
}
