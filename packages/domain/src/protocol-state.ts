/** The life of a protocol (rule book validation §1.1) as a table: what each act needs and where it leads. */
export const PROTOCOL_STATES = [
  "draft",
  "locked",
  "predicted",
  "opened",
  "reported",
  "archived",
  "amended",
  "void",
] as const;
export type ProtocolState = (typeof PROTOCOL_STATES)[number];

export type ProtocolAct = "lock" | "predict" | "open" | "report" | "archive" | "amend" | "void";

const table: Readonly<Record<ProtocolAct, { readonly from: readonly ProtocolState[]; readonly to: ProtocolState }>> = {
  lock: { from: ["draft"], to: "locked" },
  predict: { from: ["locked"], to: "predicted" },
  open: { from: ["predicted"], to: "opened" },
  report: { from: ["opened"], to: "reported" },
  archive: { from: ["reported"], to: "archived" },
  // Before opening only: afterwards the primary result of the opened version stays.
  amend: { from: ["draft", "locked", "predicted"], to: "amended" },
  void: { from: ["draft", "locked", "predicted"], to: "void" },
};

/** The state after the act, or null where the act is not possible from this state. */
export const stateAfter = (state: ProtocolState, act: ProtocolAct): ProtocolState | null =>
  table[act].from.includes(state) ? table[act].to : null;

/** The states from which the act is possible. */
export const statesBefore = (act: ProtocolAct): readonly ProtocolState[] => table[act].from;

/** Whether test outcomes have left the seal in this state. */
export const hasBeenOpened = (state: ProtocolState): boolean =>
  state === "opened" || state === "reported" || state === "archived";
