// `npm run build`, and with `--watch` on every change until Ctrl-C, with source maps (F5 in VS Code starts that).
import '../../../esbuild.mjs';
