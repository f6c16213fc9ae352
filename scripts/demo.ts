import { loadDemo } from '@/lib/demo/load-demo'
import { readEnv } from '@/lib/env'
import { runLauncher } from '@/lib/server/launcher'
import { startProduction } from '@/lib/server/start-production'
import { buildApp, isBuildCurrent } from './build-app'
import { describeStart, formatTable } from './describe-start'

/** `npm run demo`: from a fresh clone to a filled app. A second start finds build and data in place. */
await runLauncher(async () => {
  const env = readEnv()
  if (!isBuildCurrent()) await buildApp()
  const app = await startProduction(env)
  try {
    const { signIns } = await loadDemo({ databaseUrl: app.databaseUrl, baseUrl: app.localUrl })
    process.stdout.write(describeStart({ ...app, isUnclaimed: false }))
    process.stdout.write(
      `${formatTable(
        ['role', 'e-mail', 'password'],
        signIns.map(({ role, email, password }) => [role, email, password]),
      )}\n`,
    )
    return app
  } catch (error) {
    await app.stop()
    throw error
  }
})
