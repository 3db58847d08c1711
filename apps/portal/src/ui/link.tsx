"use client";

import NextLink, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";
import { useNoteOnItsWay, useStayOffline } from "./on-its-way.tsx";

/** A link within the portal. The frame says that its page is on its way, until it is there. */
export default function Link({ children, ...way }: Omit<ComponentProps<typeof NextLink>, "onNavigate">) {
  return (
    <NextLink {...way} onNavigate={useStayOffline()}>
      {children}
      <Told />
    </NextLink>
  );
}

function Told() {
  useNoteOnItsWay(useLinkStatus().pending);
  return null;
}
