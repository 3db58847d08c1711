import type { ReactNode } from "react";

/** What stands where nothing is: what would be here, and how it comes here. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-6 py-10 text-center">
      <svg aria-hidden="true" viewBox="0 0 64 28" className="mb-1 w-16 text-line-strong">
        <path
          d="M2 4 C 18 4, 22 22, 34 22 S 52 10, 62 8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
        <circle cx="34" cy="22" r="2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-[52ch] text-sm text-soft">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}
