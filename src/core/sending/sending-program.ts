export type SendingLanguage = 'node' | 'python' | 'java' | 'go' | 'dotnet' | 'ruby' | 'php';

/** A program of the workspace that could send. */
export type SendingProgram = {
  readonly language: SendingLanguage;
  /** Folder in the workspace; empty for the workspace's own. */
  readonly folder: string;
  readonly serviceName: string;
  /** Language's own way to start it, where the folder tells: "npm start", "manage.py". */
  readonly start: string | undefined;
  /** Node: it is made of ES modules. */
  readonly esModules: boolean;
  /** The tool that adds packages: "npm install", "pnpm add", "uv add". */
  readonly install: string | undefined;
};

export type Shell = 'posix' | 'powershell';
