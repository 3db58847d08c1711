import type { ModelList } from "@nadir/api/models";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { StandingMark } from "./standing-mark.tsx";

export const SPEAKS = { "before-treatment": "before treatment", "at-increase": "at an increase" } as const;

export function ModelsTable({ models }: Pick<ModelList, "models">) {
  return (
    <Scroll label="Models">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Version</th>
            <th scope="col">Standing</th>
            <th scope="col">Foretells</th>
            <th scope="col">Speaks</th>
            <th scope="col">Origin</th>
            <th scope="col">Trial</th>
            <th scope="col">Registered</th>
          </tr>
        </thead>
        <tbody>
          {models.map((m) => (
            <tr key={m.id} className="align-top">
              <th scope="row" className="min-w-48 whitespace-normal!">
                <Link href={`/models/${m.id}`} className="underline underline-offset-2">
                  {m.title}
                </Link>
              </th>
              <td>
                {m.version}
                {m.supersededBy ? (
                  <span className="block text-xs text-faint">superseded by {m.supersededBy.version}</span>
                ) : null}
              </td>
              <td>
                <StandingMark standing={m.standing} />
              </td>
              <td className="min-w-40 whitespace-normal!">{m.predicts}</td>
              <td>{SPEAKS[m.speaks]}</td>
              <td>{m.origin}</td>
              <td>
                <Link href={`/trials/${m.trial}`} className="underline underline-offset-2">
                  {m.trial}
                </Link>
              </td>
              <td>
                <Moment at={m.registeredAt} />
                <span className="block text-xs text-faint">by {m.registeredBy}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
