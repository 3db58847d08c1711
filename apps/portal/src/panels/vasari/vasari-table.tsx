import type { Patient } from "@nadir/api/read";
import { besideReader, VASARI_ITEMS, type VasariItem, type VasariMaskAnswer } from "@nadir/domain";
import { classNames } from "../../ui/class-names.ts";
import { percent, significant } from "../../ui/figures.ts";
import { readerWords } from "../../ui/reader-words.ts";
import { Scroll } from "../../ui/scroll.tsx";
import { SignatureMark } from "../../ui/signature-state.tsx";

type Form = Patient["vasari"][number];
export type VasariMask = Patient["vasariMasks"][number];

const LENGTHS = [
  ["f29", "Longest diameter, mm"],
  ["f30", "Longest perpendicular, mm"],
] as const;

/**
 * Signed readings item by item, visit after visit; beside those of a visit what its masks say, and whether they agree. With
 * `onlyMasked` only the items that masks can answer.
 */
export function VasariTable({
  visits,
  forms,
  masks,
  onlyMasked = false,
  isOwn = false,
}: {
  /** Keys, in their order. */
  visits: readonly string[];
  forms: readonly Form[];
  masks: readonly VasariMask[];
  onlyMasked?: boolean;
  /** The readings are of who looks. */
  isOwn?: boolean;
}) {
  const readerName = (reader: string) => (isOwn ? "your reading" : readerWords(reader));
  const columns = visits.map((visit) => ({
    visit,
    forms: forms.filter((form) => form.visit === visit),
    masks: masks.filter((mask) => mask.visit === visit),
  }));
  const answered = (id: string) => masks.some(({ answers }) => answers.some((answer) => answer.id === id));
  return (
    <Scroll label="VASARI readings">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Item</th>
            {columns.flatMap((column) => [
              ...column.forms.map(({ reader }) => (
                <th key={`${column.visit} ${reader}`} scope="col" title={reader}>
                  {column.visit}, {readerName(reader)}
                </th>
              )),
              ...column.masks.map((mask) => (
                <th key={maskKey(mask)} scope="col" className="border-l border-line" title={mask.labels.join(", ")}>
                  {column.visit}, mask of {mask.lesion}
                  <span className="block text-xs font-normal text-faint">
                    {mask.image}, by {mask.author}
                  </span>
                </th>
              )),
            ])}
          </tr>
        </thead>
        <tbody>
          {VASARI_ITEMS.filter(({ id }) => !onlyMasked || answered(id)).map((item) => (
            <tr key={item.id}>
              <ItemHead id={item.id} name={item.name} />
              {columns.flatMap((column) => [
                ...column.forms.map((form) => (
                  <td key={`${column.visit} ${form.reader}`} className="entered">
                    {form[item.id] === undefined ? (
                      <span className="text-faint">not read</span>
                    ) : (
                      `${form[item.id]} ${item.answers[form[item.id]!]}`
                    )}
                  </td>
                )),
                ...column.masks.map((mask) => (
                  <td key={maskKey(mask)} className="min-w-48 border-l border-line">
                    <MaskAnswer
                      item={item}
                      answer={mask.answers.find(({ id }) => id === item.id)}
                      forms={column.forms}
                    />
                  </td>
                )),
              ])}
            </tr>
          ))}
          {(onlyMasked ? [] : LENGTHS).map(([id, name]) => (
            <tr key={id}>
              <ItemHead id={id} name={name} />
              {columns.flatMap((column) => [
                ...column.forms.map((form) => (
                  <td key={`${column.visit} ${form.reader}`} className="entered">
                    {form[id] ?? <span className="text-faint">not read</span>}
                  </td>
                )),
                ...column.masks.map((mask) => <td key={maskKey(mask)} className="border-l border-line" />),
              ])}
            </tr>
          ))}
          {onlyMasked ? null : (
            <tr>
              <th scope="row" className="font-normal">
                Signature
              </th>
              {columns.flatMap((column) => [
                ...column.forms.map(({ reader, signature }) => (
                  <td key={`${column.visit} ${reader}`} className="min-w-48">
                    <SignatureMark signature={signature} />
                  </td>
                )),
                ...column.masks.map((mask) => <td key={maskKey(mask)} className="border-l border-line" />),
              ])}
            </tr>
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

const maskKey = ({ visit, lesion, image, author }: VasariMask): string => [visit, lesion, image, author].join("\u001f");

function ItemHead({ id, name }: { id: string; name: string }) {
  return (
    <th scope="row" className="font-normal">
      {name} <span className="font-mono text-xs text-faint">{id}</span>
    </th>
  );
}

const measured = ({ measured: figure, unit, id }: VasariMaskAnswer): string | null => {
  if (figure === null) return null;
  if (unit === "mm") return `${significant(figure, 3)} mm`;
  if (unit === "foci") return figure === 1 ? "1 focus" : `${figure} foci`;
  return id === "f10" ? `ratio ${significant(figure, 3)}` : `${percent(100 * figure).replace(/^\+/, "")}`;
};

const LOOKS = {
  agrees: { mark: "●", look: "bg-good-soft text-good" },
  differs: { mark: "▲", look: "bg-warn-soft text-warn" },
} as const;

function MaskAnswer({
  item,
  answer,
  forms,
}: {
  item: VasariItem;
  answer: VasariMaskAnswer | undefined;
  forms: readonly Form[];
}) {
  if (!answer) return null;
  const figure = measured(answer);
  return (
    <div className="grid gap-0.5">
      {answer.code === null ? (
        <span className="max-w-[32ch] text-xs text-faint">
          {figure === null ? "" : `${figure}; `}not computable: {answer.reason}
        </span>
      ) : (
        <span>
          <span className="computed">
            {answer.code} {item.answers[answer.code]}
          </span>
          {figure === null ? null : <span className="text-xs text-faint"> ({figure})</span>}
        </span>
      )}
      {answer.code === null
        ? null
        : forms.map((form) => {
            // The reader's own cell says that it was not read.
            if (form[item.id] === undefined) return null;
            const beside = besideReader(answer, form[item.id]);
            if (beside.is === "open")
              return (
                <span key={form.reader} className="text-xs text-faint">
                  not compared: {beside.why}
                </span>
              );
            const { mark, look } = LOOKS[beside.is];
            return (
              <span key={form.reader}>
                <span
                  className={classNames("inline-flex items-center gap-1 rounded-sm px-1.5 text-xs font-semibold", look)}
                >
                  <span aria-hidden>{mark}</span>
                  {beside.is}
                </span>
                {forms.length > 1 ? <span className="text-xs text-faint"> {readerWords(form.reader)}</span> : null}
              </span>
            );
          })}
    </div>
  );
}
