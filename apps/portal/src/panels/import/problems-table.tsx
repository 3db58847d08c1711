import type { ReactNode } from "react";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import type { Told } from "./import-outcome.ts";

/** Everything that is wrong, at once: where it stands, what was found, what would be right. */
export function ProblemsTable({
  title,
  problems,
  again,
}: {
  title: string;
  problems: readonly Told[];
  again: ReactNode;
}) {
  return (
    <div className="grid gap-4">
      <Notice kind="refusal" title={title} live>
        {problems.every((p) => p.code.endsWith("NOT_ALLOWED"))
          ? "It is not the files: see what is missing."
          : problems.length === 1
            ? "One thing is wrong. Mend it and choose the files again."
            : `${count(problems.length)} things are wrong. Mend them and choose the files again.`}
      </Notice>
      <div>{again}</div>
      <Panel title="Problems" aside={`${count(problems.length)}`} flush>
        <Scroll label="Problems">
          <table className="sheet" data-problems={problems.length}>
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col" className="number">
                  Row
                </th>
                <th scope="col">Column</th>
                <th scope="col">Found</th>
                <th scope="col">Would be right</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {problems.map((p) => (
                <tr key={`${p.code} ${p.message}`}>
                  <td className="whitespace-nowrap">{p.where?.file ?? ""}</td>
                  <td className="number">{p.where?.row ?? ""}</td>
                  <td>{p.where?.column ?? p.where?.path ?? ""}</td>
                  <td className="entered min-w-28 max-w-48">{p.found ?? ""}</td>
                  <td className="max-w-64">{p.expected ?? ""}</td>
                  <td className="min-w-72">
                    {p.message} <code className="font-mono text-xs text-faint">{p.code}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </Panel>
    </div>
  );
}
