import { dotnetEmission } from './dotnet.ts';
import type { Emission, EmitterLanguage, EmitterProject } from './emitter.ts';
import { goEmission } from './go.ts';
import { javaEmission } from './java.ts';
import { nodeEmission } from './node.ts';
import { pythonEmission } from './python.ts';

const EMITTERS: Readonly<Record<EmitterLanguage, (project: EmitterProject) => Emission>> = {
  node: nodeEmission,
  python: pythonEmission,
  go: goEmission,
  java: javaEmission,
  dotnet: dotnetEmission,
};

/** A span processor for the project, in its language and its places. */
export const emit = (project: EmitterProject): Emission => EMITTERS[project.language](project);
