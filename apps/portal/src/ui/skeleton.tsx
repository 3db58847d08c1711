import { classNames } from "./class-names.ts";

/** The place of what is on its way. Still, so that nothing moves without a reason. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("rounded-sm bg-raised", className)} />;
}

export function SkeletonPage({ what }: { what: string }) {
  return (
    <div className="grid gap-4">
      <p role="status" className="text-sm text-soft">
        Reading {what} …
      </p>
      <Skeleton className="h-8 w-72 max-w-full" />
      <Skeleton className="h-4 w-[32rem] max-w-full" />
      <Skeleton className="h-72 w-full" />
      <div className="grid gap-4 md:grid-cols-2">
        <Skeleton className="h-56" />
        <Skeleton className="h-56" />
      </div>
    </div>
  );
}
