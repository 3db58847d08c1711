import type { CohortSurvival } from "@nadir/api/cohort";
import { NO_DEATH_RECORDED } from "@nadir/response";
import { Empty } from "../../ui/empty.tsx";
import { count, counted } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EnteredSurvivalNotice } from "../responses/entered-survival-notice.tsx";
import { AddressForm, optionsOf } from "./address-form.tsx";
import type { CohortAddress } from "./cohort-address.ts";
import { hasNoDeath } from "./has-no-death.ts";
import { LinkedFigure } from "./linked-figure.tsx";
import { ENDPOINT_NAMES } from "./words.ts";

const ENDPOINTS = Object.entries(ENDPOINT_NAMES).map(([value, label]) => ({ value, label }));

/** Kaplan–Meier curves by what was fixed before treatment, or of the selection; never an inference. */
export function SurvivalPanel({
  trial,
  address,
  found,
  search,
}: {
  trial: string;
  address: CohortAddress;
  found: CohortSurvival;
  search: string;
}) {
  const groupings = [
    { value: "all", label: "all patients" },
    { value: "arm", label: "arm" },
    { value: "site", label: "site" },
    ...(found.markers.length > 0 ? [{ value: "marker", label: "a marker, at its median" }] : []),
    { value: "feature", label: "the feature below, at its median" },
    { value: "selection", label: "selected and others" },
  ];
  const left = [
    ...(found.leftOut > 0 ? [`${count(found.leftOut)} without a value or a time`] : []),
    ...(found.sealed > 0 ? [`${count(found.sealed)} of sealed test sets`] : []),
  ];
  return (
    <Panel
      id="survival"
      title="Survival"
      aside={`${counted(found.patients.length, "patient")}, by ${found.grouping}`}
      note="Exploratory: none of it belongs to a locked protocol, and a p-value here proves nothing. Markers and features are those of before treatment."
    >
      <div className="mb-3">
        <AddressForm
          trial={trial}
          address={address}
          label="Survival"
          at="survival"
          choices={[
            { name: "endpoint", label: "Endpoint", value: found.endpoint, options: ENDPOINTS },
            { name: "by", label: "Curves by", value: found.by, options: groupings },
            { name: "marker", label: "Marker", value: found.marker ?? "", options: optionsOf(found.markers) },
          ]}
        />
      </div>
      {found.enteredSurvival > 0 ? (
        <div className="mb-3">
          <EnteredSurvivalNotice patients={found.enteredSurvival}>
            The curves here rest on recorded deaths and last visits instead: a death that stands only in what was
            entered is no event. <Link href={`/trials/${trial}/endpoints`}>The endpoints</Link> compare a score with
            what was entered.
          </EnteredSurvivalNotice>
        </div>
      ) : null}
      {hasNoDeath(found) ? (
        <Empty title="Not estimable">{NO_DEATH_RECORDED}</Empty>
      ) : (
        <LinkedFigure
          trial={trial}
          figure="survival"
          label={`${ENDPOINT_NAMES[found.endpoint]} by ${found.grouping}`}
          search={search}
          followsSelection={found.by === "selection"}
        />
      )}
      {found.noTest ? <p className="mt-2 text-sm text-soft">{found.noTest}</p> : null}
      {left.length > 0 ? (
        <div className="mt-2">
          <Notice title="Not in the curves:">{`${left.join("; ")}.`}</Notice>
        </div>
      ) : null}
    </Panel>
  );
}
