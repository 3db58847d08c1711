import { NothingHere } from "../ui/nothing-here.tsx";

/** An address that no page has. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-[60ch] py-12">
      <NothingHere />
    </main>
  );
}
