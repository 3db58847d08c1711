"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

/** One way of keeping a form, as `useMutation` gives it. */
interface Act<Input> {
  readonly mutate: (input: Input, after: { readonly onSuccess: () => void }) => void;
  readonly isPending: boolean;
  readonly error: { readonly message: string } | null;
  readonly data: Kept | undefined;
  /** When it was last asked for; 0 for never. */
  readonly submittedAt: number;
}
interface Kept {
  readonly version: number;
  readonly state: "draft" | "signed";
}

export interface Keeping {
  readonly isPending: boolean;
  /** What the last act was refused with, or came to. */
  readonly refused: string | null;
  readonly kept: Kept | null;
  /** Why a signed form is changed, as it is typed. */
  readonly reason: string;
  readonly setReason: (reason: string) => void;
}

/** Keeps a reader's form as a draft, or signs it where a password is given; the page is then shown anew. */
export function useKeeping<Form extends object>(
  save: Act<Form>,
  sign: Act<Form & { password: string }>,
): Keeping & { readonly keep: (form: Form, password: string | null) => void } {
  const [reason, setReason] = useState("");
  const router = useRouter();
  const last = sign.submittedAt > save.submittedAt ? sign : save;
  const keep = (form: Form, password: string | null) => {
    const whole = { ...form, ...(reason.trim() === "" ? {} : { reason }) };
    const after = {
      onSuccess: () => {
        setReason("");
        router.refresh();
      },
    };
    if (password === null) save.mutate(whole, after);
    else sign.mutate({ ...whole, password }, after);
  };
  return {
    keep,
    isPending: save.isPending || sign.isPending,
    refused: last.error?.message ?? null,
    kept: last.data ?? null,
    reason,
    setReason,
  };
}
