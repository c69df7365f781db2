// What the demo runs beside VS Code, and what `demo --check` holds it to. The sample's services belong here.

export type DemoContext = {
  /** The workspace folder that is open. */
  readonly folder: string;
  /** Says what is being done; one line for each long step. */
  readonly progress: (text: string) => void;
};

/** Something the demo started. Its end is the starter's to register with `atEnd`. */
export type DemoPart = {
  /** One line for the terminal, such as `shop: http://127.0.0.1:8080`. */
  readonly line: string;
  /** Environment for the extension host, such as the address of a backend. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Started in order, before VS Code. */
export const demoParts: readonly ((context: DemoContext) => Promise<DemoPart>)[] = [];
