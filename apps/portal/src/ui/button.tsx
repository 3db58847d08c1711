import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

const base =
  "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-3 py-1.5 text-sm font-medium print:hidden disabled:cursor-not-allowed disabled:opacity-55";
const variants = {
  primary: "border-accent bg-accent text-accent-ink hover:brightness-110",
  plain: "border-line-strong bg-surface text-ink hover:bg-raised",
  quiet: "border-transparent bg-transparent text-soft hover:bg-raised hover:text-ink",
} as const;

export type ButtonVariant = keyof typeof variants;

/** The look of a button, for links that act like one. */
export const buttonLook = (variant: ButtonVariant = "plain", extra?: string): string =>
  classNames(base, variants[variant], extra);

export function Button({
  variant = "plain",
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { variant?: ButtonVariant }) {
  return <button type={type} className={buttonLook(variant, className)} {...rest} />;
}
