import { baseOf, dirOf, type Setting } from './manifest.ts';

type Target = {
  readonly id: string;
  readonly root: string;
  readonly name: string;
  readonly container: boolean;
};

/** Names differ by case and punctuation from place to place; `-service` comes and goes. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^@[\w-]+\//, '')
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?<=...)service$/, '');

/** Gives each line of a deployment file to the services it is about. */
export function assignSettings(
  targets: readonly Target[],
  settings: readonly Setting[],
): ReadonlyMap<string, readonly Setting[]> {
  const out = new Map<string, Setting[]>();
  const byRoot = new Map<string, Target[]>();
  const byName = new Map<string, Target[]>();
  const programs = targets.filter((t) => !t.container);
  for (const one of programs) {
    push(byRoot, one.root, one);
    for (const name of new Set([
      plain(baseOf(one.root)),
      plain(one.name),
      plain(one.name.replace(/^.*[/:]/, '')),
    ]))
      if (name !== '') push(byName, name, one);
  }
  const below = memo((dir: string) =>
    programs.filter((t) => dir === '' || t.root === dir || t.root.startsWith(`${dir}/`)),
  );
  const nearest = memo((dir: string) => {
    for (let at = dir; ; at = dirOf(at)) {
      const found = byRoot.get(at);
      // The workspace's own root speaks for all; it is nearest to everything.
      if (found && (at !== '' || programs.length === found.length)) return found;
      if (at === '') return [];
    }
  });
  for (const setting of settings)
    for (const one of concerned(setting, { programs, byRoot, byName, below, nearest }))
      push(out, one.id, setting);
  return out;
}

type Index = {
  readonly programs: readonly Target[];
  readonly byRoot: ReadonlyMap<string, readonly Target[]>;
  readonly byName: ReadonlyMap<string, readonly Target[]>;
  readonly below: (dir: string) => readonly Target[];
  readonly nearest: (dir: string) => readonly Target[];
};

function concerned(setting: Setting, index: Index): ReadonlySet<Target> {
  const dir = dirOf(setting.file);
  const near = index.nearest(dir);
  if (near.length > 0) return new Set(near);
  if (setting.scope.length > 0) return new Set(setting.scope.flatMap((s) => scoped(s, index)));
  if (setting.what === 'label') return new Set(index.programs);
  // A file above several projects speaks of those it mentions.
  const under = index.below(dir);
  if (under.length <= 1) return new Set(under);
  const words = new Set(setting.value.split(/[^\w-]+/));
  return new Set(under.filter((t) => baseOf(t.root).length > 2 && words.has(baseOf(t.root))));
}

/** A folder, a path in one, or a name. */
function scoped(scope: string, index: Index): readonly Target[] {
  for (let at = scope; at !== ''; at = dirOf(at)) {
    const found = index.byRoot.get(at);
    if (found) return found;
  }
  return scope.includes('/') ? [] : (index.byName.get(plain(scope)) ?? []);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}
