import type { Because } from '../../model.ts';
import type { EvidenceBuilder, FileSignal } from '../evidence.ts';
import type { Dependency, Setting } from '../manifest.ts';
import type { Service } from '../service.ts';

export type Detect = (service: Service, signals: readonly FileSignal[], into: EvidenceBuilder) => void;

export const ofDependency = (d: Dependency): Because => ({
  text: d.version === '' ? `${d.name} is a dependency` : `${d.name} ${d.version} is a dependency`,
  file: d.file,
  line: d.line,
});

export const ofSetting = (s: Setting): Because => ({
  text: s.what === 'env' ? `${s.key}=${short(s.value)}` : short(s.value || s.key),
  file: s.file,
  line: s.line,
});

export const ofSignal = (s: FileSignal): Because => ({
  text: `${s.id
    .replace(/#$/, '')
    .replace('#', ': ')
    .replace(/: import$/, ' is loaded')} in code`,
  file: s.file,
  line: s.line,
});

const short = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > 140 ? `${flat.slice(0, 137)}...` : flat;
};

/** Files that set things only for tests do not count. */
export const isForTests = (file: string): boolean =>
  /(?:^|\/)(?:tests?|e2e|__tests__)\/|[._-]test\b/.test(file);

/** Switches that every SDK knows, and what is injected from outside. */
export const detectSwitches: Detect = (service, _signals, into) => {
  for (const s of service.settings) {
    if (isForTests(s.file)) continue;
    if (s.what === 'env') {
      if (s.key === 'OTEL_SDK_DISABLED' && /^true$/i.test(s.value)) into.off(ofSetting(s));
      if (s.key === 'OTEL_TRACES_EXPORTER' && /^none$/i.test(s.value)) into.off(ofSetting(s));
      if (s.key === 'OTEL_JAVAAGENT_ENABLED' && /^false$/i.test(s.value)) into.off(ofSetting(s));
    } else if (s.what === 'label') {
      if (/inject-(\w+)/.test(s.key)) {
        if (!/^false$/i.test(s.value) && injects(s.key, service.family))
          into.unknown(ofSetting({ ...s, value: `${s.key}: ${s.value}` }));
      } else into.unknown({ text: `${s.key}: ${s.value}`, file: s.file, line: s.line });
    }
  }
};

const LANGUAGES: Readonly<Record<string, string>> = {
  java: 'jvm',
  nodejs: 'js',
  python: 'python',
  dotnet: 'dotnet',
  go: 'go',
};

const injects = (key: string, family: string): boolean => {
  const language = /inject-(\w+)/.exec(key)?.[1] ?? '';
  return language === 'sdk' || LANGUAGES[language] === family;
};

/** Command lines and the options that reach the runtime through the environment. */
export const commands = (service: Service, options: RegExp): readonly Setting[] =>
  service.settings.filter(
    (s) => !isForTests(s.file) && (s.what === 'run' || (s.what === 'env' && options.test(s.key))),
  );
