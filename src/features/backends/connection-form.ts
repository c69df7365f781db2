import * as vscode from 'vscode';
import { KIND_TITLES } from '../../core/connections/connection-setting.ts';
import type { Config, SettingLayer } from '../../host/config.ts';
import type { Engine } from '../../host/engine.ts';
import { type Draft, draftName } from './draft.ts';
import {
  askText,
  authText,
  type Change,
  changeAddress,
  changeAuth,
  changeAuthority,
  changeDatasource,
  changeKind,
} from './edit-draft.ts';
import { type Outcome, testDraft } from './test-draft.ts';

export type FormDeps = { readonly engine: Engine; readonly config: Config };

export type Filled = { readonly draft: Draft; readonly layer: SettingLayer };

type Action = { readonly save: SettingLayer } | { readonly change: Change } | 'test' | 'proceed';
type Row = vscode.QuickPickItem & { readonly action?: Action };

/**
 * A connection on one page: what was found there, where to keep it, and everything that can be changed. What the test
 * shows to be missing (credentials, a data source) is asked for by itself, once.
 */
export async function connectionForm(
  deps: FormDeps,
  start: Draft,
  layer: SettingLayer | undefined,
): Promise<Filled | undefined> {
  let draft = start;
  let outcome: Outcome | undefined;
  const asked = new Set<Change>();
  for (;;) {
    const missing = outcome && missingPart(draft, outcome);
    if (missing && !asked.has(missing)) {
      asked.add(missing);
      const changed = await missing(draft, outcome);
      if (changed) {
        draft = changed;
        outcome = undefined;
        continue;
      }
    }
    const page = await showPage(deps, draft, outcome, layer);
    if (!page) return undefined;
    ({ draft, outcome } = page);
    const { action } = page;
    if (action === 'proceed') continue;
    if (action === 'test') outcome = undefined;
    else if ('save' in action) {
      const complete = draft.kind === undefined ? await changeKind(draft, outcome) : draft;
      const needsSource = complete?.kind === 'grafana' && complete.datasource === undefined;
      const ready = needsSource ? await changeDatasource(complete, outcome) : complete;
      if (ready?.kind) return { draft: ready, layer: action.save };
    } else {
      const changed = await action.change(draft, outcome);
      if (!changed) continue;
      const shown = action.change === CHANGES.name || action.change === CHANGES.environment;
      draft = changed;
      if (!shown) outcome = undefined;
    }
  }
}

const CHANGES = {
  name: askText('name', vscode.l10n.t('Name'), vscode.l10n.t('As Spanlight shows it')),
  tenant: askText(
    'tenant',
    vscode.l10n.t('Tenant'),
    vscode.l10n.t('X-Scope-OrgID of Tempo, x-tenant of Jaeger, AccountID:ProjectID of VictoriaTraces'),
  ),
  environment: askText(
    'environment',
    vscode.l10n.t('Environment'),
    vscode.l10n.t('Chosen with this backend, such as "staging"; empty for all'),
  ),
};

function missingPart(draft: Draft, { needsAuth }: Outcome): Change | undefined {
  if (needsAuth) return changeAuth;
  return draft.kind === 'grafana' && draft.datasource === undefined ? changeDatasource : undefined;
}

type Page = { readonly draft: Draft; readonly outcome: Outcome | undefined; readonly action: Action };

/** Tests while it is shown; a test that ends fills in what it found. */
function showPage(
  deps: FormDeps,
  start: Draft,
  known: Outcome | undefined,
  layer: SettingLayer | undefined,
): Promise<Page | undefined> {
  const abort = new AbortController();
  const pick = vscode.window.createQuickPick<Row>();
  let draft = start;
  let outcome = known;
  pick.title =
    layer === undefined ? vscode.l10n.t('Add a backend') : vscode.l10n.t('Edit {0}', draftName(draft));
  pick.placeholder = vscode.l10n.t('Keep it, or choose what to change');
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  const show = () => {
    pick.busy = outcome === undefined;
    pick.items = rowsOf(draft, outcome, layer);
    const next = outcome && nextRow(pick.items, outcome);
    if (next) pick.activeItems = [next];
  };
  show();
  return new Promise((resolve) => {
    const end = (action: Action | undefined) => {
      resolve(action && { draft, outcome, action });
      pick.hide();
    };
    pick.onDidAccept(() => {
      const action = pick.selectedItems[0]?.action;
      if (action) end(action);
    });
    pick.onDidHide(() => {
      abort.abort();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    if (outcome !== undefined) return;
    testDraft(deps, draft, abort.signal).then(
      (tested) => {
        if (abort.signal.aborted) return;
        outcome = tested;
        draft = { ...tested.draft, ...(start.kind && !tested.ok ? { kind: start.kind } : {}) };
        if (missingPart(draft, tested)) end('proceed');
        else show();
      },
      () => {},
    );
  });
}

function rowsOf(draft: Draft, outcome: Outcome | undefined, layer: SettingLayer | undefined): Row[] {
  return [
    foundRow(draft, outcome),
    ...saveRows(layer),
    { label: vscode.l10n.t('change'), kind: vscode.QuickPickItemKind.Separator },
    field(
      vscode.l10n.t('Kind'),
      draft.kind ? KIND_TITLES[draft.kind] : vscode.l10n.t('not known yet'),
      changeKind,
    ),
    field(vscode.l10n.t('Address'), draft.url, changeAddress),
    field(vscode.l10n.t('Name'), draftName(draft), CHANGES.name),
    ...(draft.kind === 'grafana'
      ? [
          field(
            vscode.l10n.t('Data source'),
            draft.datasource ?? vscode.l10n.t('not chosen yet'),
            changeDatasource,
          ),
        ]
      : []),
    field(vscode.l10n.t('Authentication'), authText(draft), changeAuth),
    field(vscode.l10n.t('Tenant'), draft.tenant ?? vscode.l10n.t('none'), CHANGES.tenant),
    field(vscode.l10n.t('Environment'), draft.environment ?? vscode.l10n.t('all'), CHANGES.environment),
    field(
      vscode.l10n.t('Certificate authority'),
      draft.secret.ca ? vscode.l10n.t("a file of yours, beside the system's") : vscode.l10n.t("the system's"),
      changeAuthority,
    ),
  ];
}

/** The likely next step: to keep what works, to mend what does not. */
function nextRow(rows: readonly Row[], { ok, needsAuth }: Outcome): Row | undefined {
  const changes = (row: Row, change: Change) =>
    typeof row.action === 'object' && 'change' in row.action && row.action.change === change;
  return rows.find((row) =>
    ok
      ? typeof row.action === 'object' && 'save' in row.action
      : changes(row, needsAuth ? changeAuth : changeAddress),
  );
}

/** What is wrong and what to do take two lines; what is right takes one. */
function foundRow({ url }: Draft, outcome: Outcome | undefined): Row {
  if (!outcome) return { label: `$(loading~spin) ${vscode.l10n.t('Asking {0} ...', url)}` };
  const [, first = outcome.sentence, rest = ''] =
    /^(?:This address: )?(.+?\.)(?: (.+))?$/s.exec(outcome.sentence) ?? [];
  return {
    label: `$(${outcome.ok ? 'pass' : 'warning'}) ${first}`,
    description: vscode.l10n.t('click to test again'),
    ...(rest === '' ? {} : { detail: rest }),
    action: 'test',
  };
}

const field = (label: string, description: string, change: Change): Row => ({
  label: `$(edit) ${label}`,
  description,
  action: { change },
});

function saveRows(layer: SettingLayer | undefined): Row[] {
  const row = (save: SettingLayer, label: string, description: string): Row => ({
    label: `$(save) ${label}`,
    description,
    action: { save },
  });
  const user = row(
    'user',
    layer === undefined ? vscode.l10n.t('Add for all workspaces') : vscode.l10n.t('Keep for all workspaces'),
    vscode.l10n.t('in your settings'),
  );
  if (!vscode.workspace.workspaceFolders?.length || !vscode.workspace.isTrusted) return [user];
  const workspace = row(
    'workspace',
    layer === undefined ? vscode.l10n.t('Add for this workspace') : vscode.l10n.t('Keep for this workspace'),
    vscode.l10n.t('in its settings, without secrets'),
  );
  return layer === 'workspace' ? [workspace, user] : [user, workspace];
}
