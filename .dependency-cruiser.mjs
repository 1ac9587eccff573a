const SUITES = ['suites', 'suites/harness', 'suites/vectors']
const LIBRARY = ['common', 'spec', 'reference', 'reference/rules', 'run', ...SUITES, 'reports', 'check', 'explore']

/**
 * Import rules: the modules of Plexor, and the modules that each of them may import. A file belongs to the longest
 * folder listed here that contains it, and may always import from that folder.
 *
 * `reference/` and `suites/` never import each other. Shared code would make both wrong together, and the run would
 * still pass. `npm run lint` applies these rules to type imports and to `import()` too.
 */
const MAY_IMPORT = {
  common: [],
  spec: [],
  'reference/rules': ['spec'],
  reference: ['spec', 'reference/rules'],
  run: ['common', 'spec'],
  'suites/harness': ['common', 'spec', 'run'],
  'suites/vectors': ['common', 'spec', 'run', 'suites/harness'],
  suites: ['common', 'spec', 'run', 'suites/harness'],
  reports: ['common', 'spec', 'run'],
  check: ['common', 'spec', 'reference/rules'],
  explore: ['common', 'spec', 'reference/rules', 'run', 'suites/harness'],
  cli: LIBRARY,
  tools: [...LIBRARY, 'cli'],
}

/** Modules that may import everything: nothing that users run depends on them. */
const UNRESTRICTED = ['test', 'bench', 'examples']

/** Modules that run in every JavaScript runtime: no built-in of Node.js or Deno, and no package. */
const PURE = ['reference/rules']

const folders = [...Object.keys(MAY_IMPORT), ...UNRESTRICTED]

/** Matches the files of a folder that do not belong to a folder listed below it. */
function filesOf(folder) {
  const inner = folders.filter((other) => other.startsWith(`${folder}/`))
  return { path: `^${folder}/`, ...(inner.length > 0 && { pathNot: inner.map((other) => `^${other}/`) }) }
}

const ownImports = [
  ...Object.entries(MAY_IMPORT).flatMap(([folder, others]) =>
    [folder, ...others].map((to) => ({ from: filesOf(folder), to: filesOf(to) })),
  ),
  { from: { path: UNRESTRICTED.map((folder) => `^${folder}/`) }, to: {} },
]

/** Matches packages, built-in modules and `package.json`. */
const outside = { pathNot: [`^(${folders.join('|')})/`] }

export default {
  allowed: [...ownImports, { from: { pathNot: PURE.map((folder) => `^${folder}/`) }, to: outside }],
  allowedSeverity: 'error',
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
}
