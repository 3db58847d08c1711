import { Empty } from "./empty.tsx";

/** A page that the person's roles do not open: what it would need, and who can give it. */
export function NotForYou({ what, permission }: { what: string; permission: string }) {
  return (
    <Empty title={`${what} is not part of your role`}>
      It needs the permission <code className="font-mono text-xs">{permission}</code> in a trial. An administrator of
      the trial can give it.
    </Empty>
  );
}
