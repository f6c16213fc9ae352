import { readEnv } from '@/lib/env'
import { runLauncher } from '@/lib/server/launcher'
import { startProduction } from '@/lib/server/start-production'
import { describeStart } from './describe-start'

/** `npm start`: the production app on this machine. */
await runLauncher(async () => {
  const app = await startProduction(readEnv())
  process.stdout.write(describeStart(app))
  return app
})
