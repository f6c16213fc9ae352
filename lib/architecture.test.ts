import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'

/**
 * The folders and files of `lib`, each layer above those that it may import from. Within a layer imports may go either way,
 * as long as they do not go round.
 */
const layers: readonly (readonly string[])[] = [
  ['money', 'time', 'env', 'errors', 'log', 'redact', 'field-errors'],
  ['db', 'auth', 'audit', 'jobs', 'http', 'organization'],
  ['pricing', 'registry'],
  ['users', 'keys', 'account', 'setup', 'inbox'],
  ['usage'],
  ['attribution'],
  ['ingest', 'reports'],
  ['budgets'],
  ['triage', 'finance', 'engineering', 'sources'],
  ['alerts', 'guard'],
  ['server', 'demo', 'replay', 'sdk'],
  ['cli'],
]

const lineLimits = { source: 300, test: 500 }

const root = path.resolve(import.meta.dirname, '..')
const isTest = (file: string) => /\.test\.tsx?$/.test(file)
const isTestHelp = (file: string) => isTest(file) || /\/testing\/|\/test-[a-z]+\.tsx?$/.test(file)

interface Import {
  file: string
  /** A path from the root without its ending, or the name of a package. */
  target: string
  isTypeOnly: boolean
}

const statement =
  /^\s*(?:import|export)\s+(type\s)?([\w$*{},\s]*?)(?:\s*from\s*)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm

/** The imports and re-exports that a source text states. */
function readImports(file: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, clause = '', from, dynamic]) => {
    const names =
      /^\{([^}]*)\}$/
        .exec(clause.trim())?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '') ?? []
    const isTypeOnly = type !== undefined || (names.length > 0 && names.every((name) => /^\s*type\s/.test(name)))
    return { file, target: resolveTarget(file, from ?? dynamic ?? ''), isTypeOnly }
  })
}

function resolveTarget(file: string, specifier: string): string {
  const target = specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier.replace(/^@\//, '')
  return target.replace(/\.(ts|tsx|mts|js|mjs)$/, '')
}

/** The part of `lib` that a file or target belongs to, as `layers` names it; null outside of `lib`. */
const partOf = (place: string) => /^lib\/([^/.]+)/.exec(place)?.[1] ?? null

function listFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|mjs)$/.test(entry.name) && !/\.gen\./.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}

const sources = ['lib', 'app', 'components', 'scripts', 'e2e'].flatMap((folder) => {
  const isThere = readdirSync(root).includes(folder)
  return isThere ? listFiles(folder).map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') })) : []
})
const imports = sources.filter(({ file }) => !isTestHelp(file)).flatMap(({ file, text }) => readImports(file, text))
const within = (folder: string) => imports.filter(({ file }) => file.startsWith(`${folder}/`))
const tell = (found: readonly Import[], rule: string) => found.map(({ file, target }) => `${file} imports ${target}. ${rule}`)

describe('reading imports', () => {
  test.each<[string, string, Partial<Import>[]]>([
    ['a default', "import a from './a'", [{ target: 'lib/x/a', isTypeOnly: false }]],
    ['names over lines', "import {\n  a,\n  type B,\n} from '@/lib/y/a.ts'", [{ target: 'lib/y/a', isTypeOnly: false }]],
    ['types', "import type { A } from '../y/a'", [{ target: 'lib/y/a', isTypeOnly: true }]],
    ['types alone among names', "import { type A, type B } from '../y/a'", [{ target: 'lib/y/a', isTypeOnly: true }]],
    ['everything', "import * as a from 'a'", [{ target: 'a', isTypeOnly: false }]],
    ['an effect', "import 'server-only'", [{ target: 'server-only', isTypeOnly: false }]],
    ['a re-export', "export * from './a'", [{ target: 'lib/x/a', isTypeOnly: false }]],
    ['an import while it runs', "const a = await import('./a')", [{ target: 'lib/x/a', isTypeOnly: false }]],
    ['no text that merely looks so', "export const from = 'a'\nexport type A = 'b'", []],
  ])('finds %s', (_what, text, expected) => {
    expect(readImports('lib/x/file.ts', text)).toMatchObject(expected)
    expect(readImports('lib/x/file.ts', text)).toHaveLength(expected.length)
  })

  it('finds those of this repository', () => {
    expect(imports.length).toBeGreaterThan(200)
    expect(imports).toContainEqual({ file: 'lib/log.ts', target: 'lib/redact', isTypeOnly: false })
  })
})

describe('imports point one way', () => {
  it('lib never imports app or components', () => {
    const found = within('lib').filter(({ target }) => /^(app|components)(\/|$)/.test(target))
    expect(tell(found, 'What is neither route nor React must work without both: pass in what it needs.')).toEqual([])
  })

  it('components never import app', () => {
    const found = within('components').filter(({ target }) => /^app(\/|$)/.test(target))
    expect(tell(found, 'Routes put components together, never the other way: move what both need to lib.')).toEqual([])
  })

  it('components never reach SQL', () => {
    const found = within('components').filter(({ target, isTypeOnly }) => {
      if (/^(postgres|drizzle-orm)(\/|$)|^lib\/db(\/|$)/.test(target)) return true
      if (/^lib\/.*\/commands(\/|$)/.test(target)) return true
      return /^lib\/.*\/(queries|loaders)(\/|$)/.test(target) && !isTypeOnly
    })
    const rule =
      'A component gets its rows from the page or from client.ts and writes through actions.ts; only types of rows may come from queries.'
    expect(tell(found, rule)).toEqual([])
  })

  it('app never writes SQL', () => {
    const found = within('app').filter(({ target }) => /^(postgres|drizzle-orm)(\/|$)|^lib\/db\/schema(\/|$)/.test(target))
    expect(tell(found, 'A route parses, loads and renders: the query belongs to queries.ts of its noun in lib.')).toEqual([])
  })

  it('nothing but tests imports what is made for tests', () => {
    // Benchmarks and proofs run beside the product, like tests.
    const isTool = (file: string) => /^scripts\/(bench|prove|fuzz)\//.test(file)
    const found = imports.filter(
      ({ file, target }) => !isTool(file) && /^(lib|app|components)\/(.*\/)?testing\/|^vitest(\/|$)/.test(target),
    )
    expect(tell(found, 'It would be in what users run: move what is of use there out of the testing folder.')).toEqual([])
  })

  it('every part of lib has its place among the layers', () => {
    const parts = sources.map(({ file }) => partOf(file)).filter((part) => part !== null && part !== 'architecture')
    const missing = [...new Set(parts)].filter((part) => !layers.flat().includes(part ?? ''))
    expect(missing.map((part) => `lib/${part} has no layer yet. Decide in lib/architecture.test.ts what it may import.`)).toEqual(
      [],
    )
  })

  it('no part of lib imports from a layer above its own', () => {
    const layerOf = (place: string) => layers.findIndex((layer) => layer.includes(partOf(place) ?? ''))
    const found = within('lib').filter(({ file, target }) => layerOf(target) > layerOf(file))
    const order = layers.map((layer) => layer.join(' · ')).join(' → ')
    expect(tell(found, `It may import what stands to its left: ${order}.`)).toEqual([])
  })

  it('no parts of lib import each other in a circle', () => {
    const edges = within('lib').flatMap(({ file, target }) => {
      const [from, to] = [partOf(file), partOf(target)]
      return from !== null && to !== null && from !== to ? [{ from, to, file }] : []
    })
    const circles = [...new Set(edges.map(({ from }) => from))].flatMap((part) => findCircle(part, edges))
    expect(
      circles.map(
        (circle) => `${circle}. Neither can be understood, tested or moved alone: part what both need from one of them.`,
      ),
    ).toEqual([])
  })
})

describe('findCircle', () => {
  const edge = (from: string, to: string) => ({ from, to, file: `lib/${from}/x.ts` })
  it('tells the shortest way round', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'a'), edge('b', 'a')]
    expect(findCircle('a', edges)).toEqual(['lib/a: lib/a/x.ts imports lib/b, lib/b/x.ts imports lib/a'])
  })
  it('finds none where all ways lead down', () => {
    expect(findCircle('a', [edge('a', 'b'), edge('a', 'c'), edge('b', 'c')])).toEqual([])
  })
})

/** The shortest way from a part back to itself, in words; nothing where there is none. */
function findCircle(part: string, edges: readonly { from: string; to: string; file: string }[]): string[] {
  const ways = new Map<string, string[]>([[part, []]])
  for (const [at, way] of ways) {
    for (const edge of edges.filter(({ from }) => from === at)) {
      const step = [...way, `${edge.file} imports lib/${edge.to}`]
      if (edge.to === part) return [`lib/${part}: ${step.join(', ')}`]
      if (!ways.has(edge.to)) ways.set(edge.to, step)
    }
  }
  return []
}

describe('the size of files', () => {
  it('lets no source file grow beyond what one reads at a sitting; tests may hold long tables', () => {
    const found = sources.flatMap(({ file, text }) => {
      const lines = text.split('\n').length - 1
      const limit = isTest(file) ? lineLimits.test : lineLimits.source
      return lines > limit ? [`${file} has ${lines} lines, ${limit} is the limit. Part it by the questions that it answers.`] : []
    })
    expect(found).toEqual([])
  })
})
