import { Badge } from "../../ui/badge/badge.tsx";
import { type Device, standingOf } from "./device.ts";

/** What a device proves in its owner's hands. */
export function StandingBadge({ device }: { readonly device: Device }) {
  const { text, tone } = standingOf(device);
  return <Badge tone={tone}>{text}</Badge>;
}
