import type { ProtocolRefusalCode } from "./protocol-refusals.ts";

/** What each part of a protocol allows and the whole does not. Every fault names its place and the code of the rule book. */
export interface Contradiction {
  readonly code: ProtocolRefusalCode;
  /** Dotted path in the document. */
  readonly path: string;
  readonly detail: string;
}

export type Say = (code: ProtocolRefusalCode, path: string, detail: string) => void;
