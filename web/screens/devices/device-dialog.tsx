import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { type Device, kindWords, limitWords, type OneDevice, saidWord, sourceWord } from "./device.ts";
import styles from "./devices.module.css";
import { StandingBadge } from "./standing-badge.tsx";

interface DeviceDialogProps {
  readonly device: Device;
  readonly mayWipe: boolean;
  readonly onClose: () => void;
  readonly onWipe: () => void;
}

/** One device: what is known of it, and which grants of its owner that limits. */
export function DeviceDialog({ device, mayWipe, onClose, onWipe }: DeviceDialogProps) {
  const query = useAnswer(["device", device.id], () =>
    answerOf(api.devices[":id"].$get({ param: { id: device.id } })),
  );
  return (
    <Dialog title={`Device ${device.id}`} isOpen onClose={onClose} wide>
      <div className={styles["form"]}>
        <Answered query={query} what="the device">
          {(shown) => (
            <>
              <Known device={shown.device} />
              <Limits {...shown} />
            </>
          )}
        </Answered>
        <div className={styles["buttons"]}>
          <Button onPress={onClose}>Close</Button>
          {mayWipe && (
            <Button kind="danger" onPress={onWipe}>
              Ask for a wipe
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Known({ device }: { readonly device: Device }) {
  const { owner, serial, encrypted, compliant } = device;
  const { seenAt, statedAt, reportedAt, source, lostAt, wipedAt } = device;
  return (
    <DescriptionList
      items={[
        {
          term: "What it proves",
          value: <StandingBadge device={device} />,
        },
        { term: "Owner", value: owner },
        { term: "Kind and system", value: kindWords(device) },
        { term: "Serial number", value: serial ?? "–" },
        { term: "Encrypted", value: saidWord(encrypted) },
        { term: "Compliant", value: saidWord(compliant) },
        { term: "Last seen", value: timeOr(seenAt, "never") },
        { term: "Holds since", value: timeOr(statedAt, "not said") },
        {
          term: "Last report",
          value: (
            <>
              <TimeText at={reportedAt} /> by {sourceWord(source)}
            </>
          ),
        },
        ...(lostAt === null ? [] : [{ term: "Wipe asked for", value: <TimeText at={lostAt} /> }]),
        ...(wipedAt === null ? [] : [{ term: "Wiped", value: <TimeText at={wipedAt} /> }]),
      ]}
    />
  );
}

function timeOr(at: string | null, otherwise: string) {
  return at === null ? otherwise : <TimeText at={at} />;
}

function Limits({ device, demand, limits }: OneDevice) {
  if (demand === null)
    return (
      <p>
        The policy asks nothing of devices, so that no state of this one limits anybody: <code>devices</code>{" "}
        in <code>org.yaml</code> asks.
      </p>
    );
  if (device.standing === "proven")
    return <p>It limits nothing: whoever it was given to sees by it what their role gives.</p>;
  return (
    <section>
      <p>
        By this device {device.owner} sees at most {demand.leaves.length} elements, whatever a rule gives (
        <code>ceiling:device/{device.standing}</code>).
      </p>
      {limits.length === 0 ? (
        <p>No grant of theirs gives more than that.</p>
      ) : (
        <ul className={styles["lines"]}>
          {limits.map(({ rule, role, purpose, ...limit }) => (
            <li key={rule}>
              {role}, for {purpose}: <code>{rule}</code> gives {limitWords({ rule, role, purpose, ...limit })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
