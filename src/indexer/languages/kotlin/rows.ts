import type { LanguageRows } from '../../sites/rows.ts';
import { javaRows } from '../java/rows.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

export const kotlinRows: LanguageRows = {
  ...javaRows,
  routes: [
    ...javaRows.routes,
    // Ktor and the Spring and Javalin DSLs: get("/x") { ... }
    {
      on: 'call',
      names: [...VERBS, ...VERBS.map((v) => v.toUpperCase())],
      method: 'name',
      path: [0],
      handler: 'last',
      receiver: /^$/,
    },
    {
      on: 'call',
      names: VERBS,
      method: 'name',
      path: ['__none__'],
      handler: 'last',
      receiver: /^$/,
      needs: /ktor/,
      pathOptional: true,
    },
  ],
  scopes: [
    { names: ['route', 'nest'], prefix: [0], receiver: /^$|^"/ },
    { names: ['routing', 'authenticate', 'router', 'coRouter'], prefix: ['__none__'] },
    ...javaRows.scopes,
  ],
  httpCalls: [...javaRows.httpCalls, { names: VERBS, method: 'name', url: [0], receiver: /client/i }],
};
