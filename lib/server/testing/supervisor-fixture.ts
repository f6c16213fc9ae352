import path from 'node:path'
import { startSupervisor } from '../supervisor'

/** A supervisor in a process of its own, so that a test can kill it. */
const [journal = ''] = process.argv.slice(2)
await startSupervisor(
  ['first', 'second'].map((name) => ({
    name,
    nodeArguments: ['--import', 'tsx', path.join(import.meta.dirname, 'child-fixture.ts'), name, journal],
    cwd: process.cwd(),
    environment: process.env,
  })),
)
process.send?.('ready')
