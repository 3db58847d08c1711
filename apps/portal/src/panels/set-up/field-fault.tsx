"use client";

/** What is wrong with a field, under it; the field names it by `aria-describedby`. */
export function FieldFault({ id, faults }: { id: string; faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <span id={id} className="grid max-w-80 whitespace-normal text-xs font-normal text-bad">
      {faults.map((fault) => (
        <span key={fault}>× {fault}</span>
      ))}
    </span>
  );
}

/** What a field with faults says of itself to a screen reader; nothing where it has none. */
export const faultProps = (id: string, faults: readonly string[]) =>
  faults.length > 0 ? ({ "aria-invalid": true, "aria-describedby": id } as const) : {};
