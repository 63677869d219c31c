import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { IDLE, isInDialog, isTyping, type KeyMapState, stepKeys } from "./key-map.ts";

/** Something one can do here, from the palette or by its keys. */
export interface Command {
  readonly id: string;
  /** No PHI. */
  readonly title: string;
  /** The heading in the palette and in the keyboard map: `Go to`, `This screen`… */
  readonly group: string;
  /** `?`, `Mod+K`, `g w`. A destructive command has none. */
  readonly keys?: string;
  /** More words to find it by. */
  readonly also?: string;
  readonly run: () => void;
}

type Register = (owner: string, commands: readonly Command[]) => () => void;

/** Whether letters act; for parts that listen for keys of their own. */
export const SingleKeysContext = createContext(true);
const ListContext = createContext<readonly Command[]>([]);
const RegisterContext = createContext<Register>(() => () => undefined);

/** Holds what the shell and the screens register, and listens for the keys. */
export function CommandProvider({
  singleKeys,
  children,
}: {
  readonly singleKeys: boolean;
  readonly children: ReactNode;
}) {
  const [owned, setOwned] = useState<ReadonlyMap<string, readonly Command[]>>(new Map());
  const commands = useMemo(() => [...owned.values()].flat(), [owned]);
  const register = useCallback<Register>((owner, given) => {
    setOwned((before) => new Map(before).set(owner, given));
    return () => setOwned((before) => new Map([...before].filter(([key]) => key !== owner)));
  }, []);
  useKeys(commands, singleKeys);
  return (
    <RegisterContext value={register}>
      <SingleKeysContext value={singleKeys}>
        <ListContext value={commands}>{children}</ListContext>
      </SingleKeysContext>
    </RegisterContext>
  );
}

/** Every command of the moment. */
export function useRegisteredCommands(): readonly Command[] {
  return useContext(ListContext);
}

/** Registers commands while the component stands on the page; memoize the list. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId();
  const register = useContext(RegisterContext);
  useEffect(() => register(owner, commands), [register, owner, commands]);
}

function useKeys(commands: readonly Command[], singleKeys: boolean): void {
  const state = useRef<KeyMapState>(IDLE);
  useEffect(() => {
    const byKeys = new Map(
      commands.flatMap((command) => (command.keys === undefined ? [] : [[command.keys, command] as const])),
    );
    const onKeyDown = (event: KeyboardEvent): void => {
      // React Aria repeats what is typed into a search box on the entry it points at; such events are not trusted.
      if (event.defaultPrevented || event.isComposing || !event.isTrusted) return;
      const typing = isTyping(event.target) || isInDialog(event.target);
      const context = { typing, singleKeys, now: event.timeStamp };
      const { hit, state: next } = stepKeys(new Set(byKeys.keys()), event, context, state.current);
      state.current = next;
      const command = hit === null ? undefined : byKeys.get(hit);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [commands, singleKeys]);
}
