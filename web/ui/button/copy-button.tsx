import { useAnnounce } from "../status/status-region.tsx";
import { IconButton } from "./button.tsx";
import { useState } from "react";

interface CopyButtonProps {
  readonly text: string;
  /** `Copy the entry's id`. */
  readonly label: string;
}

/** Copies a text and says so. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied(done);
    announce(done ? "Copied" : "The browser did not allow copying");
  };
  return (
    <IconButton icon={copied ? "check" : "copy"} size="small" label={label} onPress={() => void copy()} />
  );
}
