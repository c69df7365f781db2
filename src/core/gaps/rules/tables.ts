import { type RuleTables, ruleTable } from '../match/dispatch.ts';
import type { GapRule, RuleFamily } from '../rule.ts';
import { dotnetClientRules } from './dotnet/clients.ts';
import { dotnetHttpRules } from './dotnet/http.ts';
import { dotnetJobRules } from './dotnet/jobs.ts';
import { goClientRules } from './go/clients.ts';
import { goDatabaseRules } from './go/databases.ts';
import { goHttpRules } from './go/http.ts';
import { goQueueRules } from './go/queues.ts';
import { goServerRules } from './go/servers.ts';
import { jsClientRules } from './js/clients.ts';
import { jsCloudQueueRules } from './js/cloud-queues.ts';
import { jsDatabaseRules } from './js/databases.ts';
import { jsHttpRules } from './js/http.ts';
import { jsHttpMoreRules } from './js/http-more.ts';
import { jsJobRules } from './js/jobs.ts';
import { jsModelRules } from './js/models.ts';
import { jsQueueRules } from './js/queues.ts';
import { jsServerRules } from './js/servers.ts';
import { jvmClientRules } from './jvm/clients.ts';
import { jvmHttpRules } from './jvm/http.ts';
import { jvmQueueRules } from './jvm/queues.ts';
import { jvmServerRules } from './jvm/servers.ts';
import { phpClientRules } from './php/clients.ts';
import { phpServerRules } from './php/servers.ts';
import { pythonClientRules } from './python/clients.ts';
import { pythonDatabaseRules } from './python/databases.ts';
import { pythonHttpRules } from './python/http.ts';
import { pythonHttpMoreRules } from './python/http-more.ts';
import { pythonJobRules } from './python/jobs.ts';
import { pythonQueueRules } from './python/queues.ts';
import { pythonServerRules } from './python/servers.ts';
import { rubyClientRules } from './ruby/clients.ts';
import { rubyServerRules } from './ruby/servers.ts';
import { rustClientRules, rustServerRules } from './rust/rules.ts';

/** Every rule there is, by language family. */
export const RULES: Readonly<Record<RuleFamily, readonly GapRule[]>> = {
  js: [
    ...jsClientRules,
    ...jsCloudQueueRules,
    ...jsDatabaseRules,
    ...jsHttpRules,
    ...jsHttpMoreRules,
    ...jsJobRules,
    ...jsModelRules,
    ...jsQueueRules,
    ...jsServerRules,
  ],
  python: [
    ...pythonClientRules,
    ...pythonDatabaseRules,
    ...pythonHttpRules,
    ...pythonHttpMoreRules,
    ...pythonJobRules,
    ...pythonQueueRules,
    ...pythonServerRules,
  ],
  go: [...goClientRules, ...goDatabaseRules, ...goHttpRules, ...goQueueRules, ...goServerRules],
  jvm: [...jvmClientRules, ...jvmHttpRules, ...jvmQueueRules, ...jvmServerRules],
  dotnet: [...dotnetClientRules, ...dotnetHttpRules, ...dotnetJobRules],
  ruby: [...rubyClientRules, ...rubyServerRules],
  php: [...phpClientRules, ...phpServerRules],
  rust: [...rustClientRules, ...rustServerRules],
};

export const RULE_TABLES: RuleTables = {
  js: ruleTable(RULES.js),
  python: ruleTable(RULES.python),
  go: ruleTable(RULES.go),
  jvm: ruleTable(RULES.jvm),
  dotnet: ruleTable(RULES.dotnet),
  ruby: ruleTable(RULES.ruby),
  php: ruleTable(RULES.php),
  rust: ruleTable(RULES.rust),
};

const BY_ID = new Map(Object.values(RULES).flatMap((rules) => rules.map((rule) => [rule.id, rule] as const)));

export const ruleById = (id: string): GapRule | undefined => BY_ID.get(id);
