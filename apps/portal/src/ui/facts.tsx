import type { ReactNode } from "react";

/** Short facts in a row: the name small, the value beside it. */
export function Facts({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex min-w-0 items-baseline gap-1.5">
          {/* A long value breaks before the name beside it does. */}
          <dt className="wrap-normal text-faint">{name}</dt>
          <dd className="min-w-0 font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
