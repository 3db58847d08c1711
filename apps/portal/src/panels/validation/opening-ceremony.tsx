"use client";

import { Asked } from "../../shell/acts/asked.tsx";
import { box } from "../../ui/box.ts";

/** The ceremony: what will happen, the name typed out, both custodians' halves, the password. It cannot be taken back. */
export function Opening({
  family,
  testSet,
  earlier,
  disabled,
  onOpen,
}: {
  family: string;
  testSet: string;
  earlier: number;
  disabled: boolean;
  onOpen: (form: FormData) => void;
}) {
  return (
    <section
      aria-label="Opening of the test set"
      className="grid gap-3 rounded-md border-2 border-warn bg-warn-soft p-4"
    >
      <h3 className="text-base font-semibold">Open the test set {testSet}</h3>
      <p className="max-w-[80ch]">
        The outcomes are released once, to the analysis of this protocol, and cannot be sealed again. A second opening
        is refused for ever.{" "}
        {earlier > 0
          ? `This set has been opened ${earlier === 1 ? "once" : `${earlier} times`} before: the report will call it previously seen.`
          : ""}
      </p>
      <Asked label="Open the outcomes, once" disabled={disabled} onSubmit={onOpen}>
        <label className="grid gap-1">
          Type the protocol's name, {family}
          <input name="family" required autoComplete="off" className={box} />
        </label>
        <label className="grid gap-1">
          Half of the key from the first custodian
          <input name="halfA" type="password" autoComplete="off" className={box} />
        </label>
        <label className="grid gap-1">
          Half of the key from the second custodian
          <input name="halfB" type="password" autoComplete="off" className={box} />
        </label>
        <p className="text-xs text-soft">Leave both empty where this installation keeps the custodians' folders.</p>
      </Asked>
    </section>
  );
}
