import { type FixOutcome, type FixProject, refused } from './fix-plan.ts';
import { installDotnet } from './install/dotnet.ts';
import { installGo } from './install/go-mod.ts';
import { installJvm } from './install/jvm.ts';
import { installNpm } from './install/npm.ts';
import { installPython } from './install/python.ts';

/** Installs and switches tracing on for a service: manifest, bootstrap, start commands. */
export function planInstall(project: FixProject): FixOutcome {
  switch (project.family) {
    case 'js':
      return installNpm(project);
    case 'python':
      return installPython(project);
    case 'go':
      return installGo(project);
    case 'jvm':
      return installJvm(project);
    case 'dotnet':
      return installDotnet(project);
    default:
      return refused(
        'How to install tracing for this language is told with the finding; an editor cannot do it yet.',
      );
  }
}
