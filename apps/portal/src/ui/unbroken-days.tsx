const DAY = /(\d{4}-\d{2}-\d{2})/;

/** A sentence whose ISO days are not parted at their hyphens when a line ends. */
export function UnbrokenDays({ text }: { text: string }) {
  // Split by a group: what it matched stands at the odd places.
  return text.split(DAY).map((part, n) =>
    n % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change places
      <span key={n} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}
