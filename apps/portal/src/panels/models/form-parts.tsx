import type { ReactNode } from "react";

export const fieldLook = "w-full max-w-md rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";

/** A field with its name above and, where it needs one, a word of help below. */
export function Field({ id, name, help, children }: { id: string; name: string; help?: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 text-sm">
      <label htmlFor={id} className="font-medium">
        {name}
      </label>
      {children}
      {help ? (
        <p id={`${id}-help`} className="max-w-[80ch] text-faint">
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** The trials in which the person may work on models. */
export function TrialField({
  id,
  trials,
  value,
  onChange,
}: {
  id: string;
  trials: readonly string[];
  value: string;
  onChange: (trial: string) => void;
}) {
  return (
    <Field id={id} name="Trial">
      <select id={id} className={fieldLook} value={value} onChange={(e) => onChange(e.target.value)}>
        {trials.map((trial) => (
          <option key={trial}>{trial}</option>
        ))}
      </select>
    </Field>
  );
}
