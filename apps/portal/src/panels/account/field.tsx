import type { ComponentProps } from "react";

export const fieldLook = "w-full rounded-md border border-line-strong bg-surface px-2.5 py-2 text-base text-ink";

/** One line to fill in, with its name above it. */
export function Field({ label, ...rest }: ComponentProps<"input"> & { label: string }) {
  return (
    <label className="grid gap-1 text-sm font-medium">
      {label}
      <input required className={fieldLook} {...rest} />
    </label>
  );
}

/** The six digits of the moment. */
export const CodeField = () => (
  <Field
    label="Code, six digits"
    name="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    pattern="[0-9]{6}"
    maxLength={6}
  />
);
