import { Notice } from "../../ui/notice.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";

const categories = [
  ["CR", "complete response"],
  ["PR", "partial response"],
  ["SD", "stable disease"],
  ["PD", "progressive disease"],
  ["iUPD", "immune unconfirmed progression: waits for its confirmation scan"],
  ["iCPD", "immune confirmed progression"],
  ["NE", "not evaluable"],
] as const;

const roles = [
  ["Coordinator", "sees the whole record, enters and imports data"],
  ["Reader", "measures blinded: neither arm, site, course, response nor another's figures"],
  ["Tumour board", "sees a patient's whole course and the reports"],
  ["Statistician", "writes and locks protocols; sees nothing of sealed patients after their index day"],
  ["Data manager", "imports, exports, reads the log"],
  ["Administrator", "people, roles, imports, the log"],
] as const;

export function AboutText() {
  return (
    <div className="grid gap-5">
      <PageHead
        title="About Nadir"
        lead="An open platform for immunotherapy imaging trials, named after the lowest tumour burden since baseline, from which progression is measured."
      />
      <Notice kind="warning" title="Decision support for research, not a medical device.">
        Nothing here may decide a patient's treatment by itself. Responses are computed from what was recorded; early
        signs are definitions from the literature; no score has been cleared by a regulator.
      </Notice>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="How to read it" className="prose">
          <p>
            What a person or a source <span className="entered">entered</span> is slanted; what the platform{" "}
            <span className="computed">computed</span> is bold, and cannot be typed in. Every computed label opens the
            rules that made it, with figures and source.
          </p>
          <p>
            Scans marked <em>simulated follow-up of a real scan</em> were made by a documented generator; no patient had
            them. Where a source gives days instead of dates, days are shown.
          </p>
          <p>
            Where something is lacking it says so: &ldquo;not evaluable, because …&rdquo;. No value stands without its
            inputs.
          </p>
        </Panel>
        <Panel title="Categories of response" flush>
          <table className="sheet">
            <tbody>
              {categories.map(([label, words]) => (
                <tr key={label}>
                  <th scope="row">
                    <ResponseMark label={label} />
                  </th>
                  <td>{words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel title="Who sees what" flush>
          <table className="sheet">
            <tbody>
              {roles.map(([role, words]) => (
                <tr key={role}>
                  <th scope="row">{role}</th>
                  <td>{words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel title="By keyboard" className="prose">
          <ul>
            <li>Tab reaches everything; the first stop skips to the content.</li>
            <li>In the patients table, arrow up and down, Home and End move between patients; Enter opens one.</li>
            <li>Column names sort; a second Enter turns the order.</li>
            <li>In the images, &ldquo;Slice −&rdquo; and &ldquo;Slice +&rdquo; step through both viewers.</li>
          </ul>
        </Panel>
      </div>
    </div>
  );
}
