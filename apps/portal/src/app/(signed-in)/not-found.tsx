import { NothingHere } from "../../ui/nothing-here.tsx";

/** A page whose subject is not there, or not for this person: both are told alike. */
export default function NotFound() {
  return <NothingHere />;
}
