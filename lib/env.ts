import { z } from 'zod'
import { isZone } from '@/lib/time/calendar'

/**
 * One problem with the environment, in words that say what to set.
 */
export class EnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((text) => text === 'true' || text === '1')

const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must start with postgres://, for example postgres://user:password@host:5432/ascribe')

/** Where the id stands in `TRACE_URL_TEMPLATE`. */
export const traceIdPlaceholder = '{trace_id}'

/** The placeholder comes after the host, so that no trace id decides where a link leads. */
const traceUrlTemplate = z
  .string()
  .regex(
    /^https?:\/\/[^/?#\s{}]+[/?#]\S*\{trace_id\}\S*$/,
    `must be an address with ${traceIdPlaceholder} in it, for example https://traces.example.com/trace/${traceIdPlaceholder}`,
  )

const schema = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int('must be a port number')
    .min(1, 'must be 1 to 65535')
    .max(65535, 'must be 1 to 65535')
    .default(3000),
  AUTH_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters, for example the output of: openssl rand -base64 33')
    .optional(),
  AUTH_URL: z
    .url({ protocol: /^https?$/, error: 'must be the address people open, for example https://ascribe.example.com' })
    .optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'must be at least 12 characters').max(200, 'must be at most 200 characters').optional(),
  REPORTING_ZONE: z.string().refine(isZone, 'must be an IANA time zone, for example Europe/Berlin').default('UTC'),
  JOBS: z.enum(['inline', 'off'], { error: 'must be inline or off' }).default('inline'),
  TRUST_PROXY: flag.default(false),
  TRACE_URL_TEMPLATE: traceUrlTemplate.optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('info'),
})

/** The environment after parsing. `DATABASE_URL` is absent where the embedded Postgres is to be used. */
export type Env = z.infer<typeof schema>

/**
 * Reads and checks the environment. An empty value counts as absent, as in a compose file that passes `${VAR:-}`.
 *
 * @throws EnvError with one line per variable, which never repeats the value (it may be a secret).
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(present)
  const issues = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message }))
  const problems = issues
    .filter(({ name }, index) => issues.findIndex((other) => other.name === name) === index)
    .map(({ name, message }) => `${name} ${message}`)
  if (Boolean(present.ADMIN_EMAIL) !== Boolean(present.ADMIN_PASSWORD)) {
    problems.push(`${present.ADMIN_EMAIL ? 'ADMIN_PASSWORD' : 'ADMIN_EMAIL'} must be set too: the first administrator needs both`)
  }
  if (!parsed.success || problems.length > 0) throw new EnvError(problems)
  return parsed.data
}
