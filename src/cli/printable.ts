/** Span data goes to a terminal: control characters do not. */
export const printable = (text: string): string => text.replace(/\p{C}/gu, ' ');
