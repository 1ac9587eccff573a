/** The npm scripts by purpose, with one sentence each, for `npm run help`. A test compares them with package.json. */
export const SCRIPT_GROUPS: Record<string, Record<string, string>> = {
  'Use Plexor': {
    start: 'Run the suites against the built-in reference',
    plexor: 'Run the plexor command: npm run -s plexor -- test URL',
  },
  'Check a change': {
    ok: 'Run every check below, then all tests',
    'check:format': 'Check the formatting',
    'check:lint': 'Lint, and find import cycles',
    'check:imports': 'Check the import rules of .dependency-cruiser.mjs',
    'check:words': 'Check the glossary and the openings of doc comments',
    'check:spelling': 'Check the spelling',
    'check:types': 'Check the types',
    'check:generated': 'Check that generated files are up to date',
    'check:examples': 'Check the examples in the documentation',
    format: 'Format all files',
    generate: 'Write the generated files again',
  },
  Test: {
    test: 'Run all tests on Node.js, then on Deno',
    'test:node': 'Run the tests on Node.js',
    'test:deno': 'Run the tests on Deno',
  },
  'Add something': {
    'new-case': 'Write a case that runs: npm run new-case AREA/NAME',
  },
  'Test the suites': {
    faults: 'Run the cases against every fault of the reference',
    variants: 'Run the cases against every conforming variant of the reference',
    hostile: 'Run the command against hostile servers, and on a busy machine with --load',
    mutation: 'Run the vectors against mutants of the rule engine',
    register: 'Compare the catalogue of requirements with a checkout of the specification',
    'interop:synapse': 'Run the suites against a real Synapse',
    'interop:dendrite': 'Run the suites against a real Dendrite',
    'interop:tuwunel': 'Run the suites against a tuwunel that you have built (--programs FOLDER)',
  },
  Measure: {
    bench: 'Run all benchmarks',
    'bench:rules': 'Compare the rule engine with that of matrix-js-sdk',
    'bench:delivery': 'Measure the delivery of pushes by the reference',
    'bench:sync': 'Measure /sync of the reference',
    'bench:check': 'Measure plexor check',
  },
  Publish: {
    build: 'Compile the package into dist/',
    prepack: 'Compile the package before npm packs it',
    prepare: 'Compile the package where it is installed from a Git repository',
    'publish:reference': 'Write the table of runs against the reference into reports/published/',
    'publish:synapse': 'Write the page of a run against Synapse into reports/published/',
    'publish:dendrite': 'Write the page of a run against Dendrite into reports/published/',
    'publish:faults': 'Write the fault matrix into reports/published/',
  },
  Help: {
    help: 'Print this list',
  },
}
