import { SIMULATED } from "../../ui/simulated.ts";
import type { KeyImageOfBoard } from "./key-images-of-board.ts";

const COLUMNS = {
  regular: "grid-cols-[repeat(3,minmax(0,58mm))]",
  small: "grid-cols-[repeat(3,minmax(0,46mm))]",
} as const;

/** What is said under the pictures. */
export function legendOf(images: readonly KeyImageOfBoard[]): string {
  const lesions = [...new Set(images.flatMap(({ lesion }) => (lesion === null ? [] : [lesion])))];
  return [
    `${images[0]?.label ?? "Scan"}, axial, radiological convention: the patient's right is on the left.`,
    ...(lesions.length > 0 ? [`Yellow: ${lesions.join(", ")} as delineated.`] : []),
    ...(images.some((one) => one.isSimulated) ? [`${SIMULATED}.`] : []),
  ].join(" ");
}

/** The key images of the sheet: what the board looked at, one slice of each scan, large enough for paper. */
export function LetterImages({ images, size }: { images: readonly KeyImageOfBoard[]; size: keyof typeof COLUMNS }) {
  return (
    <section aria-label="Key images" className="grid gap-1">
      <div className={`grid gap-x-2 gap-y-0.5 ${COLUMNS[size]}`}>
        {images.map(({ name, words, address, lesion, isSimulated }) => (
          <figure key={name} className="row-span-2 grid grid-rows-subgrid">
            <figcaption className="self-end text-xs leading-tight">
              <strong>{name}</strong> {words}
              {isSimulated ? <span className="ml-1 border border-dashed px-0.5">simulated</span> : null}
            </figcaption>
            {/* biome-ignore lint/performance/noImgElement: made for who asks, by the portal itself */}
            <img
              src={address}
              width={512}
              height={562}
              className="h-auto w-full"
              alt={`Axial slice, ${words}${lesion === null ? ", the middle one" : `, with the outline of ${lesion}`}`}
            />
          </figure>
        ))}
      </div>
      <p className="text-xs leading-tight text-soft">{legendOf(images)}</p>
    </section>
  );
}
