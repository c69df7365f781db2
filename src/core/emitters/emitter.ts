/** The languages whose SDKs let a few lines of the user's own note where each span was started. */
export const EMITTER_LANGUAGES = ['node', 'python', 'go', 'java', 'dotnet'] as const;
export type EmitterLanguage = (typeof EMITTER_LANGUAGES)[number];

/** What an emitter must know of the project it is written into. */
export type EmitterProject = {
  readonly language: EmitterLanguage;
  /** node: how modules of the project are written. */
  readonly modules?: 'typescript' | 'esm' | 'commonjs';
  /** go: the path of the module; java: the package of the application; dotnet: the root namespace. */
  readonly root?: string;
  /** Folder of the sources below the project's, '' for the project's itself: `src`, `src/main/java`, `shop`. */
  readonly sources: string;
};

/** A file for the project, and what there is to know about it. */
export type Emission = {
  /** Below the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** VS Code's id of the language of `register`. */
  readonly languageId: string;
  /** How to register the processor, as code to copy. */
  readonly register: string;
  /** What a span costs more, as measured: `about 4 µs a span`. */
  readonly cost: string;
};

export const below = (folder: string, file: string): string => (folder === '' ? file : `${folder}/${file}`);
