/** Every command id, view id and setting of the extension, once. A unit test holds this and package.json together. */

export const COMMANDS = {
  chooseSelection: 'spanlight.chooseSelection',
  openTrace: 'spanlight.openTrace',
  showLog: 'spanlight.showLog',
} as const;

export const VIEWS = {
  traces: 'spanlight.traces',
} as const;

export const WATERFALL_VIEW_TYPE = 'spanlight.waterfall';

/** Settings below `spanlight.` with their defaults; the type of each follows from its default. */
export const SETTINGS = {
  'waterfall.openBeside': true,
} as const;

export type SettingKey = keyof typeof SETTINGS;

/** Literals widen, so that a default of `true` makes a boolean setting. */
export type SettingValue<K extends SettingKey> = (typeof SETTINGS)[K] extends boolean
  ? boolean
  : (typeof SETTINGS)[K] extends number
    ? number
    : (typeof SETTINGS)[K] extends string
      ? string
      : (typeof SETTINGS)[K];
