import { useState } from "react";
import { useSession } from "../../api/session-context.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Answered } from "../answered.tsx";
import type { Demand, Device } from "./device.ts";
import { DeviceDialog } from "./device-dialog.tsx";
import { DeviceTable } from "./device-table.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { useWiping } from "./use-acts.ts";
import { useDevices } from "./use-devices.ts";
import { WipeDialog } from "./wipe-dialog.tsx";
import { WipeLog } from "./wipe-log.tsx";

type Open =
  | { readonly kind: "import" }
  | { readonly kind: "show"; readonly device: Device }
  | { readonly kind: "wipe"; readonly device: Device; readonly id: string };

/** Devices of the workforce: what each proves, whom it limits, and wipes on their way (45 CFR 164.310(d)). */
export function Screen() {
  const { session } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const asked = useDevices();
  const wiping = useWiping(close);
  const mayChange = session.rights["device-inventory.entries"]?.includes("administer") ?? false;
  const beginWipe = (device: Device): void => {
    wiping.reset();
    setOpen({ kind: "wipe", device, id: crypto.randomUUID() });
  };
  return (
    <Page>
      <PageHeader
        title="Devices"
        lead="What the workforce's devices are, by the word of whoever manages them. One that does not prove itself shows its owner no more than the policy leaves."
        actions={
          mayChange && (
            <Button kind="primary" icon="plus" onPress={() => setOpen({ kind: "import" })}>
              Import devices
            </Button>
          )
        }
      />
      <Answered query={asked.query} what="the devices">
        {(page) => (
          <>
            <DemandLine demand={page.demand} />
            <DeviceTable page={page} asked={asked} onOpen={(device) => setOpen({ kind: "show", device })} />
            <Panel title="Wipes" plain>
              <WipeLog mayAct={mayChange} />
            </Panel>
          </>
        )}
      </Answered>
      {open?.kind === "import" && <ImportDialog onClose={close} />}
      {open?.kind === "show" && (
        <DeviceDialog
          device={open.device}
          mayWipe={mayChange}
          onClose={close}
          onWipe={() => beginWipe(open.device)}
        />
      )}
      {open?.kind === "wipe" && (
        <WipeDialog
          device={open.device}
          error={wiping.error}
          isBusy={wiping.isPending}
          onClose={close}
          onWipe={(reason) => wiping.mutate({ device: open.device.id, id: open.id, reason })}
        />
      )}
    </Page>
  );
}

function DemandLine({ demand }: { readonly demand: Demand }) {
  if (demand === null)
    return (
      <p>
        The policy in force asks nothing of devices: no state below limits anybody until <code>devices</code>{" "}
        in <code>org.yaml</code> does.
      </p>
    );
  return (
    <p>
      The policy asks for a device that is known, its owner's, encrypted, compliant and seen within{" "}
      {demand.seenWithinDays} days. Without one, at most {demand.leaves.length} elements are shown.
    </p>
  );
}
