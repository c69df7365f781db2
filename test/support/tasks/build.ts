import '../../../esbuild.mjs';
