import type { EntryForm } from "@nadir/api/entry";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";

/** In the place of what would record something: that nothing is taken now, since when, why, and who can change that. */
export function DataLocked({ lock: { since, by, byYou, reason } }: { lock: NonNullable<EntryForm["locked"]> }) {
  return (
    <Notice kind="warning" title="The data of this trial are locked.">
      <p className="wrap-anywhere">
        Since <Moment at={since} />, by {byYou ? "you" : by}
        {reason === null ? "." : `: ${reason}`}
      </p>
      <p>
        Nothing is recorded or signed until they are unlocked, for a reason, by an administrator or a data manager of
        the whole trial other than {byYou ? "you" : by}.
      </p>
    </Notice>
  );
}
