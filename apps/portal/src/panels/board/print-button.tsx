"use client";

import { Button } from "../../ui/button.tsx";

export function PrintButton() {
  return (
    <Button variant="primary" onClick={() => window.print()}>
      Print, or keep as PDF
    </Button>
  );
}
