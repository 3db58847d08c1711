import { shortHash } from "./figures.ts";

export function Hash({ value }: { value: string | null | undefined }) {
  if (!value) return <span className="text-faint">none</span>;
  return (
    <code title={value} className="font-mono text-xs text-soft">
      {shortHash(value)}
      <span className="sr-only"> (first digits of {value})</span>
    </code>
  );
}
