"use client";

import Link from "../../ui/link.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import type { PatientLine } from "./patient-line.ts";

/**
 * The rows of the list of patients, each from its words: the framework would else send every cell of every row with all its parts.
 */
export function PatientRows({ trial, lines }: { trial: string; lines: readonly PatientLine[] }) {
  return lines.map(({ key, isSimulated, arm, site, age, visits, lastVisit, images, response }) => (
    <tr key={key} className="hover:bg-raised">
      <th scope="row">
        <Link
          data-row
          href={`/trials/${trial}/patients/${key}`}
          className="font-semibold text-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {key}
        </Link>
        {isSimulated ? (
          <span className="ml-1.5 rounded-sm border border-dashed border-line-strong px-1 text-xs font-normal">
            simulated
          </span>
        ) : null}
      </th>
      {arm === undefined ? null : <Clipped text={arm} />}
      {site === undefined ? null : <Clipped text={site} />}
      {age === undefined ? null : <td className="number">{age}</td>}
      <td className="number">{visits}</td>
      <td className="number">{lastVisit}</td>
      {images === undefined ? null : <td className="number">{images}</td>}
      {response ? (
        <>
          <td className="number computed">{response.change}</td>
          <td>{response.best ? <ResponseMark label={response.best} /> : null}</td>
          <td>{response.last ? <ResponseMark label={response.last} /> : null}</td>
          <td className="number">{response.progression}</td>
          <td className="whitespace-nowrap">
            {response.waiting ? <span className="mr-2 text-warn">△ {response.waiting} awaits confirmation</span> : null}
            {response.flags}
          </td>
        </>
      ) : null}
    </tr>
  ));
}

/** One line a patient: a long name is cut, and whole in its title. */
function Clipped({ text }: { text: string }) {
  return (
    <td title={text}>
      <span className="block max-w-44 truncate">{text}</span>
    </td>
  );
}
