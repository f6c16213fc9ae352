import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '@/lib/server/launcher'
import { StartError } from '@/lib/server/start-error'
import { runProgram } from './run-program'

/** What Next's build is made of. Tests are not. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.ts',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
  'package-lock.json',
]
const stampFile = () => path.join(projectRoot, '.next', 'ascribe-sources')

/** Whether the existing build was made of the sources as they are now. */
export function isBuildCurrent(): boolean {
  const isBuilt = existsSync(path.join(projectRoot, '.next', 'BUILD_ID')) && existsSync(stampFile())
  return isBuilt && readFileSync(stampFile(), 'utf8') === hashSources()
}

/**
 * Runs `next build` and notes of which sources.
 *
 * @throws StartError when it fails; its own words have been printed by then.
 */
export async function buildApp(): Promise<void> {
  const hash = hashSources()
  const code = await runProgram('next', ['build'], { NODE_ENV: 'production' })
  if (code !== 0) throw new StartError('The build failed: its messages are above')
  writeFileSync(stampFile(), hash)
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(listFiles).filter((name) => !/\.test\.tsx?$/.test(name))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(projectRoot, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The files under a path of the repository, in a stable order; none where there is nothing. */
function listFiles(place: string): string[] {
  const absolute = path.join(projectRoot, place)
  if (!existsSync(absolute)) return []
  if (path.extname(place) !== '') return [place]
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)))
    .sort()
}
