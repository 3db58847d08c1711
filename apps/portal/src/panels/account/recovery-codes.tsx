import { Notice } from "../../ui/notice.tsx";

/** Shown once: what is kept of them is encrypted. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="grid gap-2">
      <Notice kind="warning" title="Write these down now.">
        Each recovery code opens once in place of a code, for the day on which the device is lost. They are not shown
        again.
      </Notice>
      <ul aria-label="Recovery codes" className="grid max-w-md grid-cols-2 gap-x-6 gap-y-1 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
