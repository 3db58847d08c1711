/** The curve of a tumour burden with its lowest point: what the platform is named after. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 24" className="h-5 w-7 text-accent">
        <path
          d="M3 4c8 0 9 15 14 15s6-9 12-10"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
        <circle cx="17" cy="19" r="3" fill="currentColor" />
      </svg>
      Nadir
    </span>
  );
}
