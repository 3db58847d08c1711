import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Asked } from "./asked.tsx";

beforeEach(() => vi.stubGlobal("FormData", class {}));
afterEach(() => vi.unstubAllGlobals());

/** Sends the form with a reason and a password typed; what stands in it once `answer` has come. */
async function sent(answer: unknown): Promise<{ reason: string; password: string }> {
  const fields = { reason: { value: "bleeding" }, password: { value: "secret" } };
  const form = {
    querySelectorAll: (what: string) => (what === "input[type=password]" ? [fields.password] : []),
    reset: () => {
      for (const field of Object.values(fields)) field.value = "";
    },
  };
  const { props } = Asked({ label: "Sign", disabled: false, onSubmit: () => answer });
  await props.onSubmit({ preventDefault: () => {}, currentTarget: form });
  return { reason: fields.reason.value, password: fields.password.value };
}

test("what was typed stays where the act was refused or had no answer, but for the password", async () => {
  for (const answer of [Promise.resolve(false), undefined])
    expect(await sent(answer)).toEqual({ reason: "bleeding", password: "" });
});

test("nothing stays of what was done", async () => {
  expect(await sent(Promise.resolve(true))).toEqual({ reason: "", password: "" });
});
