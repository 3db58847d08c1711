import { buttonLook } from "./button.tsx";
import { Empty } from "./empty.tsx";
import Link from "./link.tsx";

export function NothingHere() {
  return (
    <>
      <h1 className="sr-only">Nothing here</h1>
      <Empty
        title="There is nothing at this address"
        action={
          <Link href="/" className={buttonLook("plain")}>
            To the trials
          </Link>
        }
      >
        Either it does not exist, or it belongs to a trial of which you are not a member. Go to… (Ctrl K) finds trials,
        patients, protocols and models of yours by some letters of their names; whoever administers the trial gives a
        role in it.
      </Empty>
    </>
  );
}
