/** The parts of a long page, always at hand. */
export function OnThisPage({ parts }: { parts: readonly { id: string; label: string }[] }) {
  return (
    <nav
      aria-label="On this page"
      className="sticky top-0 z-10 -mx-4 overflow-x-auto border-b border-line bg-ground px-4 md:-mx-6 md:px-6"
    >
      <ul className="flex gap-4">
        {parts.map(({ id, label }) => (
          <li key={id}>
            <a href={`#${id}`} className="block whitespace-nowrap py-2 text-sm text-soft hover:text-ink">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
