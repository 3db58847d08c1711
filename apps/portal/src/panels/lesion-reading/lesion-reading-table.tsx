import type { Patient } from "@nadir/api/read";
import { LESION_FORMS } from "@nadir/domain";
import { readerWords } from "../../ui/reader-words.ts";
import { Scroll } from "../../ui/scroll.tsx";
import { SignatureMark } from "../../ui/signature-state.tsx";

/** Signed readings, form by form: one row a lesion, visit and reader, one column an item. */
export function LesionReadingTable({ readings }: { readings: Patient["lesionReadings"] }) {
  return LESION_FORMS.map(({ id, title, items }) => {
    const rows = readings.filter(({ form }) => form === id);
    return rows.length === 0 ? null : (
      <Scroll key={id} label={title}>
        <table className="sheet">
          <caption className="px-4 pt-3 pb-1 text-left text-sm font-semibold">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Lesion, visit, reader</th>
              {items.map((item) => (
                <th key={item.id} scope="col">
                  {item.name}
                </th>
              ))}
              <th scope="col">Signature</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ lesion, visit, reader, answers, signature }) => (
              <tr key={`${lesion} ${visit} ${reader}`}>
                <th scope="row" title={reader} className="font-normal">
                  {lesion}, {visit}, {readerWords(reader)}
                </th>
                {items.map((item) => {
                  const word = (answers as Readonly<Record<string, string | undefined>>)[item.id];
                  return (
                    <td key={item.id} className="entered">
                      {word === undefined ? (
                        <span className="text-faint">not read</span>
                      ) : (
                        (item.answers as Readonly<Record<string, string>>)[word]
                      )}
                    </td>
                  );
                })}
                <td className="min-w-48">
                  <SignatureMark signature={signature} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    );
  });
}
