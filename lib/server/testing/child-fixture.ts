import { appendFileSync } from 'node:fs'
import { endWithSupervisor, reportReady } from '../child-protocol'

/** A child for the supervisor's tests: notes in a file what happens to it, and dies on command. */
const [name = '', journal = '', behaviour = ''] = process.argv.slice(2)
const note = (event: string) => appendFileSync(journal, `${name} ${event} ${process.pid}\n`)

note('started')
if (behaviour === 'dies-at-start') process.exit(3)
process.on('SIGUSR2', () => process.exit(4))
endWithSupervisor(async () => {
  note('stopping')
  if (behaviour === 'never-stops') await new Promise(() => {})
  note('stopped')
})
reportReady()
setInterval(() => {}, 60_000)
