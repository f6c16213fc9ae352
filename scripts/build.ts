import { reportFailure } from '@/lib/server/launcher'
import { buildApp } from './build-app'

/** `npm run build`. */
try {
  await buildApp()
} catch (error) {
  reportFailure(error)
  process.exit(1)
}
