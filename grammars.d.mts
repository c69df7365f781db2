export function grammarPackages(): string[];
export function copyGrammars(root: string): void;
