import * as vscode from 'vscode';
import type { PictureColors } from '../../core/figures/latency-svg.ts';

const { Light, Dark, HighContrast, HighContrastLight } = vscode.ColorThemeKind;

const COLORS: Readonly<Record<vscode.ColorThemeKind, PictureColors>> = {
  [Dark]: { bar: '#4f8fc9', strong: '#e6e6e6', error: '#f26d5b', text: '#a9b1ba', axis: '#4b5158' },
  [Light]: { bar: '#3b78b0', strong: '#1f2328', error: '#c42b1c', text: '#59626b', axis: '#c6ccd2' },
  [HighContrast]: { bar: '#66c2ff', strong: '#ffffff', error: '#ff8a80', text: '#ffffff', axis: '#6fc3df' },
  [HighContrastLight]: {
    bar: '#0f4a85',
    strong: '#000000',
    error: '#b5200d',
    text: '#292929',
    axis: '#292929',
  },
};

export const pictureColors = (): PictureColors => COLORS[vscode.window.activeColorTheme.kind];
