/** A time stamp to the minute, in UTC: the log's own clock. */
export function Moment({ at }: { at: Date | null }) {
  if (!at) return <span className="text-faint">not yet</span>;
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {iso.slice(0, 16).replace("T", " ")}
    </time>
  );
}
