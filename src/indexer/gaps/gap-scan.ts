import type { FileFacts, ParsedLanguage } from '../../core/facts/facts.ts';
import { type GapConfig, globTest } from '../../core/gaps/config.ts';
import { bootstrap } from '../../core/gaps/decide/bootstrap.ts';
import { decide } from '../../core/gaps/decide/decide.ts';
import {
  type FileFlag,
  familyOfFile,
  isLookedAt,
  type ScannedFile,
  serviceIndex,
} from '../../core/gaps/decide/input.ts';
import { detectEvidence } from '../../core/gaps/evidence/detect/detect.ts';
import type { FileSignal } from '../../core/gaps/evidence/evidence.ts';
import type { Service } from '../../core/gaps/evidence/service.ts';
import { matchFile } from '../../core/gaps/match/match-file.ts';
import type { FileGaps } from '../../core/gaps/model.ts';
import type { GapReport } from '../../core/gaps/report.ts';
import { type RuleFamily, ruleFamily } from '../../core/gaps/rule.ts';
import { observedServices } from '../../core/gaps/traces/observed-services.ts';
import type { TraceFacts } from '../../core/gaps/traces/trace-facts.ts';
import { FILE } from '../files/classify-file.ts';

/** What is kept of the files that were looked at, and the report over them. */
export class GapScan {
  readonly #files = new Map<string, ScannedFile>();
  readonly #read = new Map<string, RuleFamily>();
  #services: readonly Service[] = [];

  setServices(services: readonly Service[]): void {
    this.#services = services;
  }

  get services(): readonly Service[] {
    return this.#services;
  }

  /** What a file says to the rules. */
  static match(path: string, facts: FileFacts, text: string): FileGaps | undefined {
    return matchFile(facts, text, path);
  }

  set(path: string, language: ParsedLanguage, flags: number, gaps: FileGaps | undefined): void {
    this.#read.set(path, ruleFamily(language));
    if (gaps) this.#files.set(path, { path, gaps, flags: flagsOf(flags) });
    else this.#files.delete(path);
  }

  remove(path: string): void {
    this.#files.delete(path);
    this.#read.delete(path);
  }

  get fileCount(): number {
    return this.#read.size;
  }

  file(path: string): ScannedFile | undefined {
    return this.#files.get(path);
  }

  report(config: GapConfig, traces?: TraceFacts): GapReport {
    const excluded = globTest(config.exclude);
    const files = [...this.#files.values()].filter((f) => config.exclude.length === 0 || !excluded(f.path));
    const serviceOf = serviceIndex(this.#services);
    const read = new Map<string, number>();
    for (const [path, family] of this.#read) {
      const id = serviceOf(path, family)?.id;
      if (id !== undefined) read.set(id, (read.get(id) ?? 0) + 1);
    }
    const signals = this.#signals(files, config);
    const seen = observedServices(this.#services, traces);
    const evidence = new Map(
      this.#services.map((s) => [s.id, detectEvidence(s, signals.get(s.id) ?? [], seen.get(s.id))]),
    );
    return decide({ files, services: this.#services, evidence, signals, config, read, traces });
  }

  #signals(files: readonly ScannedFile[], config: GapConfig): ReadonlyMap<string, readonly FileSignal[]> {
    const serviceOf = serviceIndex(this.#services);
    const byService = new Map<string, ScannedFile[]>();
    for (const file of files) {
      if (!isLookedAt(file, config)) continue;
      const id = serviceOf(file.path, familyOfFile(file))?.id;
      if (id === undefined) continue;
      const list = byService.get(id);
      if (list) list.push(file);
      else byService.set(id, [file]);
    }
    const own = new Map<string, FileSignal[]>();
    for (const service of this.#services) {
      const mine = byService.get(service.id) ?? [];
      const signals: FileSignal[] = mine.flatMap((f) => f.gaps.signals.map((s) => ({ ...s, file: f.path })));
      const { unused } = bootstrap(service, mine, signals);
      own.set(
        service.id,
        signals.filter((s) => !unused.has(s.file)),
      );
    }
    // What a library of the workspace sets up, it sets up for the programs that use it.
    const all = new Map([...own].map(([id, list]) => [id, [...list]]));
    for (const service of this.#services)
      if (service.application !== true)
        for (const id of service.dependents) all.get(id)?.push(...(own.get(service.id) ?? []));
    return all;
  }
}

function flagsOf(flags: number): FileFlag[] {
  const out: FileFlag[] = [];
  for (const [name, bit] of Object.entries(FILE)) if ((flags & bit) !== 0) out.push(name as FileFlag);
  return out;
}
