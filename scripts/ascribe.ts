import { runCli } from '@/lib/cli/main'

/** `npm run ascribe -- …`: the operator's commands. */
process.exitCode = await runCli(process.argv.slice(2))
