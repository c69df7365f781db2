import { DEFAULT_SECRET_KEYS } from './trace/secret-keys.ts';

/** Every command id, view id and setting of the extension, once. A unit test holds this and package.json together. */

export const COMMANDS = {
  chooseSelection: 'spanlight.chooseSelection',
  openTrace: 'spanlight.openTrace',
  openTraceFile: 'spanlight.openTraceFile',
  searchTraces: 'spanlight.searchTraces',
  filterTraces: 'spanlight.filterTraces',
  showAllTraces: 'spanlight.showAllTraces',
  refreshTraces: 'spanlight.refreshTraces',
  loadMoreTraces: 'spanlight.loadMoreTraces',
  groupTraces: 'spanlight.groupTraces',
  startTail: 'spanlight.startTail',
  pauseTail: 'spanlight.pauseTail',
  stopTail: 'spanlight.stopTail',
  copyTraceId: 'spanlight.copyTraceId',
  openInBackend: 'spanlight.openInBackend',
  findSimilarTraces: 'spanlight.findSimilarTraces',
  exportTrace: 'spanlight.exportTrace',
  revealInTrace: 'spanlight.revealInTrace',
  showLog: 'spanlight.showLog',
  collectDiagnostics: 'spanlight.collectDiagnostics',
  startReceiver: 'spanlight.startReceiver',
  stopReceiver: 'spanlight.stopReceiver',
  receiverMenu: 'spanlight.receiverMenu',
  clearTraces: 'spanlight.clearTraces',
  exportTraces: 'spanlight.exportTraces',
  importTraces: 'spanlight.importTraces',
  toggleSending: 'spanlight.toggleSending',
  showSending: 'spanlight.showSending',
  sendTestTrace: 'spanlight.sendTestTrace',
  addBackend: 'spanlight.addBackend',
  chooseBackend: 'spanlight.chooseBackend',
  editBackend: 'spanlight.editBackend',
  removeBackend: 'spanlight.removeBackend',
  testBackend: 'spanlight.testBackend',
  findTracesOfFunction: 'spanlight.findTracesOfFunction',
  openSlowestTrace: 'spanlight.openSlowestTrace',
  explainFigures: 'spanlight.explainFigures',
  sortThisFile: 'spanlight.sortThisFile',
  tracesOfRow: 'spanlight.tracesOfRow',
  explainRow: 'spanlight.explainRow',
  goToRow: 'spanlight.goToRow',
  sortServices: 'spanlight.sortServices',
  tracesOfService: 'spanlight.tracesOfService',
  compareWindows: 'spanlight.compareWindows',
  refreshRegressions: 'spanlight.refreshRegressions',
  explainMapping: 'spanlight.explainMapping',
  mappingOfWindow: 'spanlight.mappingOfWindow',
  teachRoot: 'spanlight.teachRoot',
  teachFolder: 'spanlight.teachFolder',
  forgetTaught: 'spanlight.forgetTaught',
  copySetup: 'spanlight.copySetup',
  openStackTrace: 'spanlight.openStackTrace',
  addCodeAttributes: 'spanlight.addCodeAttributes',
  openSelection: 'spanlight.openSelection',
  openTerminalSelection: 'spanlight.openTerminalSelection',
  nextFrame: 'spanlight.nextFrame',
  previousFrame: 'spanlight.previousFrame',
  scanGaps: 'spanlight.scanGaps',
  rescanGaps: 'spanlight.rescanGaps',
  stopGapScan: 'spanlight.stopGapScan',
  groupGaps: 'spanlight.groupGaps',
  filterGaps: 'spanlight.filterGaps',
  showAllGaps: 'spanlight.showAllGaps',
  exportGaps: 'spanlight.exportGaps',
  showGapCoverage: 'spanlight.showGapCoverage',
  goToGap: 'spanlight.goToGap',
  explainGap: 'spanlight.explainGap',
  fixGap: 'spanlight.fixGap',
  ignoreGap: 'spanlight.ignoreGap',
  copyGap: 'spanlight.copyGap',
  applyGapFix: 'spanlight.applyGapFix',
  discardGapFix: 'spanlight.discardGapFix',
  openWalkthrough: 'spanlight.openWalkthrough',
} as const;

/** Commands that only links and views of our own run: not in package.json, so in no palette. */
export const INTERNAL_COMMANDS = {
  tourStep: 'spanlight.tourStep',
  followLink: 'spanlight.followLink',
  firstGaps: 'spanlight.firstGaps',
  tracesOfCode: 'spanlight.tracesOfCode',
  ignoreProblem: 'spanlight.ignoreProblem',
  switchProblemOff: 'spanlight.switchProblemOff',
  openGap: 'spanlight.openGap',
  explainGapOf: 'spanlight.explainGapOf',
  fixGapWith: 'spanlight.fixGapWith',
} as const;

export const VIEWS = {
  traces: 'spanlight.traces',
  sending: 'spanlight.sending',
  services: 'spanlight.services',
  thisFile: 'spanlight.thisFile',
  regressions: 'spanlight.regressions',
  mapping: 'spanlight.mapping',
  gaps: 'spanlight.gaps',
} as const;

/** Provider of the MCP server, and of its tools' names see features/agents. */
export const MCP_PROVIDER = 'spanlight.mcp';

export const WATERFALL_VIEW_TYPE = 'spanlight.waterfall';

/** Custom editors: for files whose name says that they hold traces, and for any other on request. */
export const TRACE_EDITORS = { traceFile: 'spanlight.traceFile', anyFile: 'spanlight.anyTraceFile' } as const;

/** Settings below `spanlight.` with their defaults; the type of each follows from its default. */
export const SETTINGS = {
  connections: [],
  'mapping.roots': [],
  'links.inDocuments': 'logs',
  'waterfall.openBeside': true,
  'waterfall.keepFocus': true,
  'waterfall.previewCodeOnSelect': false,
  'waterfall.palette': 'standard',
  'privacy.secretKeys': DEFAULT_SECRET_KEYS,
  'receiver.startAutomatically': true,
  'receiver.host': '127.0.0.1',
  'receiver.httpPort': 4318,
  'receiver.grpcPort': 4317,
  'receiver.zipkinPort': 0,
  'receiver.allowLocalWebPages': false,
  'sending.fromTerminals': false,
  'sending.fromDebugSessions': false,
  'sending.instrumentNode': true,
  'sending.instrumentPython': true,
  'sending.javaAgent': '',
  'store.keepDays': 7,
  'store.keepGigabytes': 2,
  'store.keepTraces': 0,
  'inline.functions': true,
  'inline.functionTemplate': 'p50 {p50} · p95 {p95} · {errors} · {count}',
  'inline.calls': true,
  'inline.callTemplate': '↗ {label}: p95 {p95} · {perCall} · {errors}',
  'inline.exceptions': true,
  'inline.exceptionTemplate': '✖ {type} x {count}, last {ago}',
  'inline.gutter': true,
  'inline.overviewRuler': true,
  'inline.heat': false,
  'inline.minimumShare': 10,
  'inline.minimumCalls': 1,
  'inline.minimumDuration': 0,
  'inline.minimumCallDuration': 1,
  'inline.minimumConfidence': 'guess',
  'hover.enabled': true,
  'hover.wholeLine': true,
  'codeLens.enabled': false,
  'problems.enabled': true,
  'problems.nPlusOne': 'warning',
  'problems.serialCalls': 'information',
  'problems.retryStorm': 'warning',
  'problems.swallowedError': 'information',
  'problems.regression': 'warning',
  'regression.minimumCalls': 30,
  'regression.minimumChange': 20,
  'gaps.diagnostics': 'openFiles',
  'gaps.severity': 'warning',
  'gaps.fileDecorations': true,
  'gaps.rescanOnStartup': true,
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
