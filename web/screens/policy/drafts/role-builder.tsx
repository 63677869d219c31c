import { useContext } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { TextField } from "../../../ui/field/text-field.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { TimeContext } from "../../../ui/text/time-text.tsx";
import { useOverview, usePurposes, useRoles } from "../../../api/policy-titles.ts";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { ElementPicker } from "./element-picker.tsx";
import type { DraftEditor } from "./use-draft-editor.ts";
import { EMPTY_ROLE, missingIn, type RoleForm, roleIdOf, roleYaml } from "./role-yaml.ts";

const YEAR_MS = 365 * 86_400_000;

type Change = (changed: Partial<RoleForm>) => void;

interface StepProps {
  readonly form: RoleForm;
  readonly change: Change;
}

interface RoleBuilderProps {
  readonly editor: DraftEditor;
  /** Kept by the page, so that a look at another view of the draft loses nothing. */
  readonly form: RoleForm;
  readonly onChange: (form: RoleForm) => void;
}

/** Builds a role: its tasks, then the elements they take, then of whom (F027). It becomes a file of the draft. */
export function RoleBuilder({ editor, form, onChange }: RoleBuilderProps) {
  const change: Change = (changed) => onChange({ ...form, ...changed });
  return (
    <>
      <Tasks form={form} change={change} />
      <Panel title="2. Elements" plain>
        <PurposeSelect form={form} change={change} />
        {form.purpose !== "" && (
          <ElementPicker
            purpose={form.purpose}
            chosen={form.elements}
            onChoose={(elements) => change({ elements })}
          />
        )}
      </Panel>
      <Scope form={form} change={change} />
      <Finish form={form} editor={editor} onChange={onChange} />
    </>
  );
}

function Tasks({ form, change }: StepProps) {
  return (
    <Panel title="1. Tasks" plain>
      <div className={studio["columns"]}>
        <TextField
          label="Title of the role"
          value={form.title}
          onChange={(title) => change({ title })}
          maxLength={80}
        />
        <TextField
          label="Tasks of the job"
          hint="One a line, as the job description has them."
          rows={4}
          value={form.tasks}
          onChange={(tasks) => change({ tasks })}
        />
        <TextField
          label="Why these tasks need patient data"
          hint="Two sentences that a reviewer can check. No patient."
          rows={4}
          value={form.why}
          onChange={(why) => change({ why })}
        />
      </div>
    </Panel>
  );
}

function PurposeSelect({ form, change }: StepProps) {
  const purposes = usePurposes().data?.purposes ?? [];
  const usable = purposes.filter(({ acts, declarable }) => declarable && acts.includes("use"));
  return (
    <Select
      label="The tasks are done for"
      value={form.purpose === "" ? null : form.purpose}
      onChange={(purpose) => change({ purpose, elements: [] })}
      options={usable.map(({ id, title }) => ({ id, label: title }))}
    />
  );
}

function Scope({ form, change }: StepProps) {
  const relations = useOverview().data?.relations ?? [];
  const roles = useRoles().data?.roles ?? [];
  return (
    <Panel title="3. Scope" plain>
      <div className={studio["filters"]}>
        <Select
          label="Of patients"
          value={form.on === "" ? null : form.on}
          onChange={(on) => change({ on })}
          options={relations.filter(({ permits }) => permits).map(({ id, title }) => ({ id, label: title }))}
        />
        <Select
          label="Holders are certified every six months by"
          value={form.certifiedBy}
          onChange={(certifiedBy) => change({ certifiedBy })}
          options={roles.map(({ id, title }) => ({ id, label: title }))}
        />
      </div>
    </Panel>
  );
}

function Finish({ form, editor, onChange }: RoleBuilderProps) {
  const { now } = useContext(TimeContext);
  const [, show] = useAddress();
  const roles = useRoles().data?.roles ?? [];
  const missing = missingIn(
    form,
    roles.map(({ id }) => id),
  );
  const yaml = roleYaml(form, new Date(now() + YEAR_MS).toISOString().slice(0, 10));
  const path = `roles/${roleIdOf(form.title) ?? ""}.yaml`;
  const write = async (): Promise<void> => {
    if (!(await editor.make({ kind: "file", path, text: yaml }))) return;
    onChange(EMPTY_ROLE);
    show({ show: "changes" });
  };
  return (
    <>
      {missing.length === 0 && <CodeBlock code={yaml} label={`the role as ${path}`} />}
      <div className={studio["filters"]}>
        <Button
          kind="primary"
          isDisabled={missing.length > 0}
          isPending={editor.isBusy}
          onPress={() => void write()}
        >
          {editor.isBusy ? "Writing…" : "Write the role into the draft"}
        </Button>
        {missing.length > 0 && (
          <span className={studio["facts"]}>
            Still missing: {new Intl.ListFormat("en-US").format(missing)}.
          </span>
        )}
      </div>
    </>
  );
}
