"use client";

/** The last net: shown when even the frame failed, so it leans on nothing. */
export default function GlobalError({ error }: { error: unknown }) {
  const digest = (error as { digest?: string } | null)?.digest;
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "3rem 1.5rem", maxWidth: "40rem" }}>
        <h1 style={{ fontSize: "1.25rem" }}>Nadir could not show this page</h1>
        <p>
          Nothing was changed. Load the page again; if that does not help, tell the operator
          {digest ? ` the number ${digest}` : ""}.
        </p>
      </body>
    </html>
  );
}
