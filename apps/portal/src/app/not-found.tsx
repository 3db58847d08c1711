import Link from "next/link";
import { buttonLook } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";

export default function NotFound() {
  return (
    <Empty
      title="There is nothing at this address"
      action={
        <Link href="/" className={buttonLook("plain")}>
          To the trials
        </Link>
      }
    >
      Either it does not exist, or it belongs to a trial of which you are not a member.
    </Empty>
  );
}
