import * as vscode from 'vscode';
import type { Level } from './levels.ts';

type Theme = 'dark' | 'light';

/** Gutter icons are pictures and cannot follow theme colours: one set for dark themes, one for light ones. */
const BAR: Readonly<Record<Theme, string>> = { dark: '#d7a94f', light: '#a86a00' };
const IDLE: Readonly<Record<Theme, string>> = { dark: '#6b7480', light: '#b4bac1' };
const ERROR: Readonly<Record<Theme, string>> = { dark: '#f26d5b', light: '#c42b1c' };

/** Three bars that grow, filled up to the level; an error is a ring with a stroke in it. */
export function gutterIcon(level: Level, theme: Theme): vscode.Uri {
  const filled = { low: 1, medium: 2, high: 3, error: 0 }[level];
  const bars = [0, 1, 2]
    .map((i) => {
      const height = 3 + i * 3;
      const fill = i < filled ? BAR[theme] : IDLE[theme];
      return `<rect x="${4 + i * 3}" y="${13 - height}" width="2" height="${height}" rx="0.6" fill="${fill}"/>`;
    })
    .join('');
  const stroke = ERROR[theme];
  const error =
    `<circle cx="8" cy="8" r="4.2" fill="none" stroke="${stroke}" stroke-width="1.4"/>` +
    `<path d="M8 5.8v2.8" stroke="${stroke}" stroke-width="1.5" stroke-linecap="round"/>` +
    `<circle cx="8" cy="10.3" r="0.85" fill="${stroke}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${level === 'error' ? error : bars}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${btoa(svg)}`);
}
