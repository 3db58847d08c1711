import { type AuthAnswer, askAuth } from "./ask-auth.ts";

type Options = typeof import("@simplewebauthn/browser");
type MakeOptions = Parameters<Options["startRegistration"]>[0]["optionsJSON"];
type ShowOptions = Parameters<Options["startAuthentication"]>[0]["optionsJSON"];

/** Password, then the device makes a passkey, then the server keeps its public half. */
export async function makePasskey(password: string, name: string): Promise<AuthAnswer<unknown>> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const begun = await askAuth<MakeOptions>("/passkey/begin-adding", { password });
  if (!begun.ok) return begun;
  return fromDevice(
    () => startRegistration({ optionsJSON: begun.body }),
    (response) => askAuth("/passkey/add", { name, response }),
  );
}

/** The device shows a passkey for this portal, and the server opens a session for its owner. */
export async function showPasskey(): Promise<AuthAnswer<unknown>> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const begun = await askAuth<ShowOptions>("/passkey/begin-sign-in", {});
  if (!begun.ok) return begun;
  return fromDevice(
    () => startAuthentication({ optionsJSON: begun.body }),
    (response) => askAuth("/passkey/sign-in", { response }),
  );
}

async function fromDevice<T>(
  ask: () => Promise<T>,
  then: (answer: T) => Promise<AuthAnswer<unknown>>,
): Promise<AuthAnswer<unknown>> {
  let answer: T;
  try {
    answer = await ask();
  } catch (error) {
    return {
      ok: false,
      sentence: SENTENCES[(error as Error).name] ?? "This browser or device offers no passkey here.",
    };
  }
  return then(answer);
}

/** By the names of the browser's errors (Web Authentication Level 3, §5.1.3 and §5.1.4). */
const SENTENCES: Readonly<Record<string, string>> = {
  NotAllowedError: "No passkey was given: it was cancelled, took too long, or this device has none for this portal.",
  InvalidStateError: "This device keeps a passkey of yours for this portal already.",
};
