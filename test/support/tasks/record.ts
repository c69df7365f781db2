// `npm run record -- <language>`: runs the services of test/fixtures/recorded/<language> with their real SDKs and keeps
// the OTLP they send beside their code. Packages come from the registries, once, into the cache.
import { INSIDE, runInContainer } from '../record/container.ts';
import type { Plan } from '../record/plan.ts';
import { go } from '../record/plans/go.ts';
import { java } from '../record/plans/java.ts';
import { node } from '../record/plans/node.ts';
import { python } from '../record/plans/python.ts';
import { rust } from '../record/plans/rust.ts';
import { runPlan } from '../record/run-plan.ts';

const plans: Readonly<Record<string, Plan>> = { go, java, node, python, rust };

const args = process.argv.slice(2).filter((arg) => arg !== INSIDE);
const [language = ''] = args;
const plan = Object.hasOwn(plans, language) ? plans[language] : undefined;
if (!plan) {
  console.error(`npm run record -- <language>, one of: ${Object.keys(plans).join(', ')}`);
  process.exit(2);
}
if (!process.argv.includes(INSIDE)) process.exit(await runInContainer(language, args));
try {
  await runPlan(language, plan, (line) => console.log(line));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
