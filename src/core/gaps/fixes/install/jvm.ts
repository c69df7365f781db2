import type { FileEdit, FixOutcome, FixProject } from '../fix-plan.ts';
import { refused } from '../fix-plan.ts';
import { eolOf, indentUnit, insert, lineEnd, type TextEdit } from '../text-edit.ts';
import { filesNamed } from './start-commands.ts';

const BOM = 'opentelemetry-instrumentation-bom';
const GROUP = 'io.opentelemetry.instrumentation';
const STARTER = 'opentelemetry-spring-boot-starter';
const VERSION = '2.20.1';
const AGENT = `https://github.com/open-telemetry/opentelemetry-java-instrumentation/releases/download/v${VERSION}/opentelemetry-javaagent.jar`;

/** Spring Boot: the starter, by Maven or Gradle. Everything else: the agent, in the image. */
export function installJvm(project: FixProject): FixOutcome {
  const text = project.read(project.manifest);
  if (text === undefined) return refused(`${project.manifest} cannot be read.`);
  if (/spring-boot|org\.springframework\.boot/.test(text)) {
    if (text.includes(STARTER))
      return refused('The starter is a dependency already: see what switches it off.');
    const maven = project.manifest.endsWith('pom.xml');
    const edits = maven ? inPom(text) : inGradle(text, project.manifest.endsWith('.kts'));
    if (!edits) return refused(`${project.manifest} has no dependencies to add to: add ${GROUP}:${STARTER}.`);
    return {
      edits: [{ path: project.manifest, edits }],
      notes: [
        `The service is called after spring.application.name; set it to ${project.service} if it is not.`,
      ],
      command: { folder: project.root, line: maven ? 'mvn -q compile' : './gradlew compileJava' },
    };
  }
  const edits: FileEdit[] = [];
  for (const path of filesNamed(project, /^(?:Dockerfile(?:\..*)?|.*\.Dockerfile)$/)) {
    const file = project.read(path);
    const edit =
      file === undefined || /javaagent/.test(file) ? undefined : agentInImage(file, project.service);
    if (edit) edits.push({ path, edits: [edit] });
  }
  if (edits.length === 0)
    return refused(
      `No Dockerfile starts it: download ${AGENT} and start with java -javaagent:opentelemetry-javaagent.jar.`,
    );
  return { edits, notes: ['The agent is fetched when the image is built.'] };
}

function inPom(text: string): TextEdit[] | undefined {
  const eol = eolOf(text);
  const unit = indentUnit(text, '  ');
  const at = (depth: number, lines: readonly string[]) =>
    lines.map((l) => `${eol}${unit.repeat(depth)}${l}`).join('');
  const dependency = (depth: number, lines: readonly string[]) =>
    at(depth, ['<dependency>', ...lines.map((l) => unit + l), '</dependency>']);
  const bom = dependency(3, [
    `<groupId>${GROUP}</groupId>`,
    `<artifactId>${BOM}</artifactId>`,
    `<version>${VERSION}</version>`,
    '<type>pom</type>',
    '<scope>import</scope>',
  ]);
  const starter = dependency(2, [`<groupId>${GROUP}</groupId>`, `<artifactId>${STARTER}</artifactId>`]);
  const blank = text.replace(/<!--[\s\S]*?-->/g, (c) => ' '.repeat(c.length));
  const management = /<dependencyManagement>\s*<dependencies>/.exec(blank);
  const managed = /<dependencyManagement>[\s\S]*?<\/dependencyManagement>/.exec(blank);
  const own = [...blank.matchAll(/<dependencies>/g)].find(
    (m) =>
      !(managed && m.index > managed.index && m.index < managed.index + managed[0].length) &&
      !/<plugin>(?:(?!<\/plugin>)[\s\S])*$/.test(blank.slice(0, m.index)),
  );
  if (!own) return undefined;
  const edits: TextEdit[] = [];
  if (!text.includes(BOM))
    edits.push(
      management
        ? insert(management.index + management[0].length, bom)
        : insert(
            own.index,
            `<dependencyManagement>${at(2, ['<dependencies>'])}${bom}${at(2, ['</dependencies>'])}${at(1, ['</dependencyManagement>'])}${eol}${unit}`,
          ),
    );
  edits.push(insert(own.index + own[0].length, starter));
  return edits;
}

function inGradle(text: string, kotlin: boolean): TextEdit[] | undefined {
  const blank = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (c) => ' '.repeat(c.length));
  // The project's own dependencies begin the line; those of buildscript do not.
  const block = /^dependencies\s*\{/m.exec(blank);
  if (!block) return undefined;
  const eol = eolOf(text);
  const unit = indentUnit(text, '    ');
  const quote = kotlin ? '"' : "'";
  const lines = [
    `implementation(platform(${quote}${GROUP}:${BOM}:${VERSION}${quote}))`,
    `implementation(${quote}${GROUP}:${STARTER}${quote})`,
  ];
  return [insert(block.index + block[0].length, lines.map((l) => `${eol}${unit}${l}`).join(''))];
}

/** Above the command that starts the program, in the last stage. */
function agentInImage(text: string, service: string): TextEdit | undefined {
  const starts = [...text.matchAll(/^[ \t]*(?:CMD|ENTRYPOINT)\b/gim)];
  const java = starts.find((m) =>
    /\bjava\b|\.jar\b|JAVA_OPTS/.test(text.slice(m.index, lineEnd(text, m.index))),
  );
  if (!java) return undefined;
  const eol = eolOf(text);
  return insert(
    java.index,
    [
      `ADD --chmod=644 ${AGENT} /opt/opentelemetry-javaagent.jar`,
      'ENV JAVA_TOOL_OPTIONS="-javaagent:/opt/opentelemetry-javaagent.jar"',
      `ENV OTEL_SERVICE_NAME="${service}"`,
      '',
    ].join(eol),
  );
}
