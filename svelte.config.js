/** Read by Vite, svelte-check and editors alike. Svelte reads TypeScript itself, so no preprocessor is needed. */
export default {
  compilerOptions: { runes: true },
};
