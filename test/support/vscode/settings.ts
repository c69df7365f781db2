/** A quiet VS Code: no trust questions, no welcome page, no network of its own, no chat. */
export const baseSettings: Readonly<Record<string, unknown>> = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'security.workspace.trust.enabled': false,
  // Windows of tests run side by side; one that is about the receiver names ports of its own. The demo listens.
  'spanlight.receiver.startAutomatically': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The four kinds of theme a webview and a decoration must look right in. */
export const colorThemes = {
  dark: { id: 'Dark Modern', className: 'vs-dark' },
  light: { id: 'Light Modern', className: 'vs' },
  'hc-dark': { id: 'Default High Contrast', className: 'hc-black' },
  'hc-light': { id: 'Default High Contrast Light', className: 'hc-light' },
} as const;

export type ColorTheme = keyof typeof colorThemes;
