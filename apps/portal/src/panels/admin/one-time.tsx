import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";

/** A one-time password, shown once: what is kept is its hash. */
export function OneTimeShown({ given }: { given: { email: string; password: string; until: Date } }) {
  return (
    <Notice kind="done" title={`For ${given.email}, shown once:`} live>
      <code className="select-all font-mono">{given.password}</code>
      <p>
        Hand it over on another way than the address. It is good for one sign-in until <Moment at={given.until} />.
        There the person chooses their own password.
      </p>
    </Notice>
  );
}
