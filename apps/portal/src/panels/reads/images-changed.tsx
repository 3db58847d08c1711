import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";

/** Tells a reader whose scan came, or was taken back, while the read is a draft. */
export function ImagesChanged({
  now,
  before,
  isAmendment,
  onLook,
}: {
  /** Since this page was opened: it shows others than there are. */
  now: boolean;
  /** Before it was opened, after the draft was last kept: it shows those that there are. */
  before: boolean;
  isAmendment: boolean;
  onLook: () => void;
}) {
  if (now)
    return (
      <Notice kind="warning" title="The images changed" live>
        <p>
          The images of this visit, or of one before it, are others than this page shows: a scan was added or taken back
          since you opened the read. What you wrote is kept. Look at them again before you sign.
        </p>
        <p className="mt-2">
          <Button onClick={onLook}>Show the images as they are now</Button>
        </p>
      </Notice>
    );
  if (before)
    return (
      <Notice kind="warning" title="The images changed">
        The images of this visit, or of one before it, are others than{" "}
        {isAmendment ? "those that the read was last kept or signed with" : "when this draft was last kept"}. Look them
        over: what was measured before may be of a scan that is no longer here.
      </Notice>
    );
  return null;
}
