/** The store's name in the folder that an editor gives the extension. */
export const STORE_FILE = 'traces.db';
