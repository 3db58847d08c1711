"use client";

import type { FormEvent, ReactNode } from "react";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

/**
 * A form that asks for the password before it does anything. No password stays in a field; all else stays until it is known that
 * the act was done: where `onSubmit` answers so with true.
 */
export function Asked({
  label,
  disabled,
  onSubmit,
  children,
}: {
  label: string;
  disabled: boolean;
  onSubmit: (form: FormData) => unknown;
  children?: ReactNode;
}) {
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const answer = onSubmit(new FormData(form));
    for (const field of form.querySelectorAll<HTMLInputElement>("input[type=password]")) field.value = "";
    if ((await answer) === true) form.reset();
  };
  return (
    <form onSubmit={submit} className="grid max-w-xl gap-2.5">
      {children}
      <label className="grid gap-1">
        Your password
        <input name="password" type="password" autoComplete="current-password" required className={box} />
      </label>
      <Button type="submit" disabled={disabled} className="justify-self-start">
        {label}
      </Button>
    </form>
  );
}

export function Sign({
  title,
  done,
  disabled,
  onSign,
  children,
}: {
  title: string;
  done: boolean;
  disabled: boolean;
  onSign: (form: FormData) => unknown;
  children: ReactNode;
}) {
  if (done) return <p className="font-medium text-good">✓ {title}: signed over this text</p>;
  return (
    <details>
      <summary className="cursor-pointer font-medium">{title}</summary>
      <div className="mt-2 grid gap-2">
        <p className="text-soft">{children}</p>
        <Asked label="Sign" disabled={disabled} onSubmit={onSign} />
      </div>
    </details>
  );
}
