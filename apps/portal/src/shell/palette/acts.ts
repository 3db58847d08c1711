import type { Permission } from "@nadir/domain";

/** Something that a person can begin from anywhere: a form on a page, by the id of the part that it stands in. */
export interface FormAct {
  readonly label: string;
  /** Of which trial, or of what. */
  readonly of: string;
  readonly href: string;
  /** The id of the part of the page whose first field takes the focus. */
  readonly part: string;
  /** Key of the trial that it is done in; left out for what is of no single trial. */
  readonly trial?: string;
}

interface Who {
  readonly permissions: readonly Permission[];
  readonly trials: readonly { readonly key: string; readonly permissions: readonly Permission[] }[];
}

const OF_INSTALLATION: readonly (Omit<FormAct, "trial"> & { readonly needs: Permission })[] = [
  { label: "Invite a person", of: "Administration", href: "/admin", part: "invite", needs: "administer" },
  { label: "New trial", of: "Administration", href: "/admin/new-trial", part: "templates", needs: "administer" },
  { label: "Make a backup", of: "System health", href: "/admin/health", part: "backups", needs: "administer" },
  { label: "Lock or unlock data", of: "Administration", href: "/admin", part: "data-lock", needs: "lock-data" },
];

const OF_TRIAL: readonly {
  readonly label: string;
  readonly page: string;
  readonly part: string;
  readonly needs: readonly Permission[];
}[] = [
  { label: "Enrol a patient", page: "enter", part: "entry", needs: ["enter-data"] },
  { label: "Call a meeting of the board", page: "board", part: "convene", needs: ["enter-data", "decide"] },
  { label: "Meetings of the board", page: "board", part: "meetings", needs: ["decide"] },
];

/** What a person may begin; the server refuses again what is not listed here. */
export function actsFor({ permissions, trials }: Who): FormAct[] {
  return [
    ...trials.flatMap(({ key, permissions: held }) =>
      OF_TRIAL.filter(({ needs }) => needs.some((p) => held.includes(p))).map(({ label, page, part }) => ({
        ...{ label, of: key, part, trial: key },
        href: `/trials/${encodeURIComponent(key)}/${page}`,
      })),
    ),
    ...OF_INSTALLATION.filter(({ needs }) => permissions.includes(needs)).map(({ needs: _, ...act }) => act),
  ];
}
