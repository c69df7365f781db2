/** The trace query language's tree; see parse.ts for the grammar. */
export type Query = { readonly text: string };
