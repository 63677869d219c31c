import { useState } from "react";
import { Button, IconButton, LinkButton } from "../button/button.tsx";
import { Checkbox, RadioGroup, Switch } from "../field/choices.tsx";
import { ComboBox } from "../field/combo-box.tsx";
import { Select } from "../field/select.tsx";
import { TextField } from "../field/text-field.tsx";
import { Panel } from "../layout/panel.tsx";
import { Dialog } from "../overlay/dialog.tsx";
import { Menu } from "../overlay/menu.tsx";
import { Tabs } from "../tabs/tabs.tsx";

const OPTIONS = ["Billing", "Treatment", "Research"].map((label) => ({ id: label.toLowerCase(), label }));
const TABS = [
  { id: "matrix", label: "Matrix" },
  { id: "who", label: "Who" },
];

/** Fields, buttons, overlays and tabs. */
export function Fields() {
  const [choice, setChoice] = useState<string | null>("billing");
  const [found, setFound] = useState<string | null>(null);
  const [tab, setTab] = useState("matrix");
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title="Fields and buttons">
      <div style={{ display: "flex", flexWrap: "wrap", gap: "1rem", alignItems: "flex-start" }}>
        <TextField label="Reason" hint="One sentence." />
        <TextField label="Case" error="there is no such case" defaultValue="x" />
        <TextField label="Details" rows={3} placeholder="What happened" />
        <Select label="Purpose" options={OPTIONS} value={choice} onChange={setChoice} />
        <ComboBox label="Element" options={OPTIONS} value={found} onChange={setFound} />
        <RadioGroup label="Look at" options={OPTIONS} value={choice} onChange={setChoice} />
        <Checkbox defaultSelected>Also former patients</Checkbox>
        <Checkbox isIndeterminate>Some</Checkbox>
        <Switch defaultSelected>Single-key shortcuts</Switch>
        <Button kind="primary" onPress={() => setOpen(true)}>
          Open a dialog
        </Button>
        <Button>Secondary</Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="danger">Remove</Button>
        <Button isDisabled>Disabled</Button>
        <PendingButton />
        <LinkButton href="#main">A link</LinkButton>
        <IconButton icon="settings" label="Settings" />
        <Menu
          label="More"
          trigger={<Button icon="menu">More</Button>}
          groups={[{ title: "Group", entries: OPTIONS.map((option) => ({ ...option, hint: "a hint" })) }]}
        />
      </div>
      <Tabs label="Views" tabs={TABS} selected={tab} onSelect={setTab}>
        <p>The {tab}.</p>
      </Tabs>
      <Dialog
        title="A dialog"
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        actions={<Button onPress={() => setOpen(false)}>Leave it</Button>}
      >
        <p>Something to decide.</p>
      </Dialog>
    </Panel>
  );
}

/** Works from its first press on. */
function PendingButton() {
  const [isPending, setPending] = useState(false);
  return (
    <Button icon="retry" isPending={isPending} onPress={() => setPending(true)}>
      Read now
    </Button>
  );
}
